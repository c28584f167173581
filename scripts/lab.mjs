import { spawn } from 'node:child_process';
import { refuse } from './command-line.mjs';
import { environment, root, venvPython } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';

// What follows `--` belongs to JupyterLab, except for these two.
const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(`Usage: npm run lab -- [JupyterLab's options]

Opens JupyterLab at the notebooks, with the TypeScript kernel. The first run installs what is needed. Ctrl+C twice ends it.

Examples:
  npm run lab
  npm run lab -- --no-browser --port=9000
All of JupyterLab's options: npm run lab -- --help-all`);
  process.exit(0);
}
const stray = args.find(arg => !arg.startsWith('-'));
if (stray)
  refuse(
    `"${stray}" is not an option of JupyterLab. Usage: npm run lab -- [JupyterLab's options], more: npm run lab -- --help`,
  );

await setUpOrExit();
const lab = spawn(
  venvPython,
  [
    '-m',
    'jupyterlab',
    `--ServerApp.root_dir=${root}`,
    '--LabApp.default_url=/lab/tree/notebooks',
    '--LabApp.extension_manager=readonly',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    ...args,
  ],
  { cwd: root, env: environment(), stdio: 'inherit' },
);
// Both get the terminal's Ctrl+C: JupyterLab asks, and this process waits for its answer.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => lab.kill('SIGTERM'));
lab.on('close', code => process.exit(code ?? 1));
