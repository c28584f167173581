import { join } from 'node:path';
import { programFailure, shorten } from './failure.mjs';
import { removeTree } from './files.mjs';
import { findPython, outside } from './find-python.mjs';
import { environment, inRoot, root, sha256, venv, venvPython } from './paths.mjs';
import { probe } from './probe.mjs';
import { run } from './run.mjs';
import { readStamp, stampFault, writeStamp } from './stamp.mjs';

export const lockFile = inRoot('scripts', 'python', 'requirements.lock');
const stamp = join(venv, '.ready.json');
const versionOf = 'import sys; print("%d.%d" % sys.version_info[:2])';

// A virtual environment holds absolute paths: a clone that was moved needs a new one.
const facts = () => ({ lock: sha256(lockFile), root });

/** @type {import('./steps.mjs').Step} */
export const pythonEnvironment = {
  name: 'Python environment',
  async fault() {
    const made = readStamp(stamp);
    // It is asked while the files are looked at.
    const answer = made && probe(venvPython, ['-I', '-c', versionOf], { env: environment() });
    const fault = stampFault(stamp, facts(), {
      lock: 'scripts/python/requirements.lock has changed',
      root: 'the clone was moved or copied',
    });
    if (fault || !answer) return fault;
    const { stdout, problem } = await answer;
    if (problem) return `its Python ${problem}`;
    const version = stdout.trim();
    return version === made.facts.python
      ? null
      : `its Python is ${shorten(version, 20)} now, and was ${made.facts.python}`;
  },
  async work(say, detail) {
    const python = await findPython();
    await removeTree(venv);
    say(`creating .venv with Python ${python.version}`);
    const made = await run(python.command, [...python.args, '-m', 'venv', venv], { env: outside() });
    if (made.code !== 0) {
      throw programFailure(
        'The Python environment .venv could not be created',
        made.output,
        /ensurepip|python3-venv/.test(made.output)
          ? 'On Debian and Ubuntu: apt install python3-venv. Then run: npm run setup'
          : 'Try another Python: PYTHON=/path/to/python3.12 npm run setup',
      );
    }
    say('JupyterLab, nbconvert, papermill and plotly from the lock file');
    const { code, output } = await run(
      venvPython,
      ['-m', 'pip', 'install', '--no-cache-dir', '--only-binary=:all:', '--require-hashes', '-r', lockFile],
      { onLine: detail },
    );
    if (code !== 0) {
      throw programFailure(
        'The Python packages could not be installed',
        output,
        'Check that PyPI is reachable (python3 -m pip download six), then run: npm run setup',
      );
    }
    const [version = ''] = /^\d+\.\d+/.exec(python.version) ?? [];
    writeStamp(stamp, { facts: { ...facts(), python: version }, trees: [venv] });
  },
};
