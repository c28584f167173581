import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, environment, inRoot, readJson, root, sha256, venv, venvPython } from './paths.mjs';
import { SetupError, run, tail } from './run.mjs';

const lockFile = inRoot('scripts', 'python', 'requirements.lock');
const stamp = join(venv, '.ready.json');

/** @type {import('./steps.mjs').Step} */
export const pythonEnvironment = {
  name: 'Python environment',
  // A virtual environment holds absolute paths: a clone that was moved needs a new one.
  isReady: () => {
    const ready = readJson(stamp);
    return ready?.lock === sha256(lockFile) && ready.root === root && existsSync(venvPython);
  },
  async work(say, detail) {
    const python = await findPython();
    rmSync(venv, { recursive: true, force: true });
    say(`creating .venv with Python ${python.version}`);
    const made = await run(python.command, [...python.args, '-m', 'venv', venv]);
    if (made.code !== 0) {
      throw new SetupError(
        'The Python environment .venv could not be created.',
        tail(made.output),
        'On Debian and Ubuntu: apt install python3-venv. Then run: npm run setup',
      );
    }
    say('JupyterLab, nbconvert, papermill and plotly from the lock file');
    // Temporary files stay in the clone, too.
    const temporary = join(cache, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const { code, output } = await run(
      venvPython,
      ['-m', 'pip', 'install', '--no-cache-dir', '--only-binary=:all:', '--require-hashes', '-r', lockFile],
      { env: { ...environment(), TMPDIR: temporary }, onLine: detail },
    );
    rmSync(temporary, { recursive: true, force: true });
    if (code !== 0) {
      throw new SetupError(
        'The Python packages could not be installed.',
        tail(output),
        'Check that PyPI is reachable (.venv/bin/pip download six), then run: npm run setup',
      );
    }
    writeFileSync(stamp, JSON.stringify({ lock: sha256(lockFile), root, python: python.version }));
  },
};

/** The first Python >= 3.10 among $PYTHON, python3, python and the Windows launcher. */
export async function findPython() {
  const candidates = [[process.env.PYTHON ?? ''], ['python3'], ['python'], ['py', '-3']].filter(
    words => words[0],
  );
  const seen = [];
  for (const [command = '', ...args] of candidates) {
    const { code, output } = await run(command, [
      ...args,
      '-c',
      'import sys; print("%d.%d.%d" % sys.version_info[:3])',
    ]);
    if (code !== 0) continue;
    const version = output.trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === 3 && minor >= 10) return { command, args, version };
    seen.push(`${command} is ${version}`);
  }
  throw new SetupError(
    'Python 3.10 or newer is needed.',
    seen.length > 0 ? `Only older ones were found: ${seen.join(', ')}.` : 'No python3 was found on the PATH.',
    'Install Python, or name one: PYTHON=/path/to/python3.12 npm run setup',
  );
}
