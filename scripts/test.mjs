import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { commandLine, refuse, shortened } from './command-line.mjs';
import { environment, inRoot, root } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';
import { onStop } from './stop.mjs';

const { positionals } = commandLine({
  usage: 'npm test -- [WORD ...]',
  about: `Runs the tests: the units, the notebooks at reduced sizes, their reports and JupyterLab in a browser (Chrome, Chromium or
Edge; without one these are skipped, with the reason). The first run installs what is needed.`,
  notes: `WORD picks the test files whose path holds it: npm test -- gaussian, npm test -- notebooks/reports
Environment:
  VIB_IMDB=...      an IMDB archive: tests of the real data run too (otherwise they are skipped)
  CHROME_PATH=...   the browser to use`,
  positionals: true,
});

const all = readdirSync(inRoot('test'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.test.ts'))
  .map(file => relative(root, inRoot('test', file)))
  // The long ones first, so that the short ones fill the other core meanwhile.
  .sort((a, b) => Number(b.includes('notebooks')) - Number(a.includes('notebooks')) || a.localeCompare(b));
const missed = positionals.filter(word => word === '' || !all.some(file => file.includes(word)));
if (missed.length > 0)
  refuse(`No test file's path holds ${missed.map(word => `"${shortened(word)}"`).join(' or ')}.`);
const files = all.filter(file => positionals.length === 0 || positionals.some(word => file.includes(word)));

await setUpOrExit();
const reporter = `file://${inRoot('scripts', 'test', 'reporter.mjs')}`;
const tests = spawn(
  process.execPath,
  [
    // The runner hands these on to the process of each file.
    '--require',
    inRoot('scripts', 'kernel', 'parent-watch.cjs'),
    '--import',
    'tsx',
    '--test',
    '--test-concurrency=2',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...files,
  ],
  { cwd: root, env: environment(), stdio: 'inherit' },
);
onStop(code => {
  tests.kill('SIGTERM');
  process.exitCode = code;
});
tests.on('close', code => process.exit(process.exitCode ?? code ?? 1));
