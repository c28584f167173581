import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { readNumber, refuse, shortened } from './command-line.mjs';
import { sayAddress } from './lab/say-address.mjs';
import { environment, inRoot, root, venvPython } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';
import { onStop } from './stop.mjs';

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
// "--port 9000" is understood as "--port=9000" is.
const options = joined(args, '--port');
const stray = options.find(arg => !arg.startsWith('-'));
if (stray !== undefined) {
  refuse(
    `"${shortened(stray)}" is not an option of JupyterLab; an option's value follows a "=", as in --port=9000.\n` +
      "Usage: npm run lab -- [JupyterLab's options], more: npm run lab -- --help",
  );
}
const ports = options.flatMap(arg => /^--(?:ServerApp\.|LabApp\.)?port=(.*)$/s.exec(arg)?.[1] ?? []);
for (const text of ports) await checkPort(text);

await setUpOrExit();
placeStyle();
const lab = spawn(
  venvPython,
  [
    inRoot('scripts', 'python', 'with_parent.py'),
    String(process.pid),
    'jupyterlab',
    `--ServerApp.root_dir=${root}`,
    '--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb',
    '--MappingKernelManager.default_kernel_name=tslab',
    '--LabApp.extension_manager=readonly',
    '--LabApp.custom_css=True',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    // The port that was asked for, or none.
    ...(ports.length > 0 ? ['--ServerApp.port_retries=0'] : []),
    ...options,
  ],
  { cwd: root, env: environment(), stdio: ['inherit', 'inherit', 'pipe'] },
);
const [asked] = ports;
sayAddress(lab.stderr, line => console.error(line), asked === undefined ? 8888 : Number(asked));
// Both get the terminal's Ctrl+C: JupyterLab asks, and this process waits for its answer.
process.on('SIGINT', () => {});
onStop(() => {
  lab.kill('SIGTERM');
  setTimeout(() => lab.kill('SIGKILL'), 20_000).unref();
}, ['SIGHUP', 'SIGTERM']);
lab.on('error', error => {
  console.error(`JupyterLab did not start: ${error.message}. To look into it: npm run doctor`);
  process.exit(1);
});
lab.on('close', code => process.exit(code ?? 1));

/** Our figures in the dark theme; where somebody has a style of their own, theirs stays. */
function placeStyle() {
  const ours = readFileSync(inRoot('scripts', 'lab', 'custom.css'), 'utf8');
  const target = join(String(environment().JUPYTER_CONFIG_DIR), 'custom', 'custom.css');
  const there = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (there === ours || (there !== '' && !there.startsWith(ours.slice(0, 40)))) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, ours);
}

/**
 * @param {string[]} words
 * @param {string} option whose value may be the next word
 */
function joined(words, option) {
  const at = words.indexOf(option);
  const next = words[at + 1];
  if (at < 0) return words;
  if (next === undefined || next.startsWith('-')) refuse(`${option} needs a number, as in ${option}=9000.`);
  return [...words.slice(0, at), `${option}=${next}`, ...words.slice(at + 2)];
}

/** @param {string} text */
async function checkPort(text) {
  const port = readNumber(text);
  if (!port?.whole || !/^\d+$/.test(text) || port.value > 65535) {
    refuse(`--port=${shortened(text)}: a whole number from 1 to 65535 is needed (0: any that is free).`);
  }
  /** @type {NodeJS.ErrnoException | undefined} */
  const problem = await new Promise(done => {
    const server = createServer().once('error', done);
    server.listen(port.value, '127.0.0.1', () => server.close(() => done(undefined)));
  });
  if (problem?.code === 'EADDRINUSE') {
    refuse(
      `Port ${text} is taken, perhaps by a JupyterLab that still runs. Choose another, or leave --port out.`,
    );
  }
  if (problem?.code === 'EACCES') refuse(`Port ${text} is not yours to use. Choose one above 1023.`);
}
