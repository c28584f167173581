import { realpathSync } from 'node:fs';
import { delimiter, dirname, sep } from 'node:path';
import { SetupError, shorten } from './failure.mjs';
import { environment, venv, venvBin } from './paths.mjs';
import { probe } from './probe.mjs';

/** Also understood by Python 2: the version, and for one inside a virtual environment the Python behind it. */
const question =
  'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(getattr(sys, "_base_executable", "") or sys.executable)';

/** @typedef {{command: string, args: string[], version: string}} Python */

/**
 * The Python that $PYTHON names, which then must serve; else the first of 3.10 or newer among python3, python, the Windows
 * launcher and python3.13 to python3.10. Never the clone's own `.venv`, which is about to be made from it.
 * @returns {Promise<Python>}
 */
export async function findPython() {
  const given = process.env.PYTHON?.trim();
  if (given) {
    const found = await ask([given]);
    if (typeof found !== 'string') return found;
    throw new SetupError(
      `PYTHON names ${given}, which ${found}.`,
      '',
      'Name a Python of 3.10 or newer (PYTHON=/path/to/python3.12 npm run setup), or leave the choice to the set-up: unset PYTHON',
    );
  }
  const seen = [];
  const newer = [13, 12, 11, 10].map(minor => [`python3.${minor}`]);
  for (const words of [['python3'], ['python'], ['py', '-3'], ...newer]) {
    const found = await ask(words);
    if (typeof found !== 'string') return found;
    if (found !== 'was not found') seen.push(`${words.join(' ')} ${found}`);
  }
  const found = seen.length > 0 ? `On the PATH: ${seen.join('; ')}.` : 'No python3 was found on the PATH.';
  throw new SetupError(
    `Python 3.10 or newer is needed. ${found}`,
    '',
    'Install Python, or name one: PYTHON=/path/to/python3.12 npm run setup',
  );
}

/**
 * @param {string[]} words
 * @returns {Promise<Python | string>} or what is wrong with it: "is 3.8.18, ..."
 */
async function ask([command = '', ...args]) {
  const { stdout, stderr, problem } = await probe(command, [...args, '-I', '-c', question], {
    env: outside(),
  });
  // Python 2 does not know -I.
  if (/^Unknown option: -I/m.test(stderr)) return 'is Python 2, and 3.10 or newer is needed';
  if (problem) {
    const said = (stderr || stdout).trim().split('\n')[0] ?? '';
    return said ? `${problem}: ${shorten(said, 100)}` : problem;
  }
  const [version = '', base = ''] = stdout.split('\n').map(line => line.trim());
  const numbers = /^(\d+)\.(\d+)\.\d+$/.exec(version);
  if (!numbers) return `is no Python: asked for its version it printed "${shorten(version, 60)}"`;
  const [major, minor] = numbers.slice(1).map(Number);
  if (major !== 3 || (minor ?? 0) < 10) return `is ${version}, and 3.10 or newer is needed`;
  if (!isInVenv(command)) return { command, args, version };
  if (!base || isInVenv(base)) return "is that of the clone's own .venv, which is made from it";
  return { command: base, args: [], version };
}

/** As the person's shell is without the clone's environment, be it activated or not. */
export function outside() {
  const env = environment();
  delete env.VIRTUAL_ENV;
  const kept = (process.env.PATH ?? '').split(delimiter).filter(folder => real(folder) !== real(venvBin));
  return { ...env, PATH: kept.join(delimiter) };
}

/** @param {string} command its last link is not followed: it leads out of every environment */
function isInVenv(command) {
  if (!/[\\/]/.test(command)) return false;
  return `${real(dirname(command))}${sep}`.startsWith(`${real(venv)}${sep}`);
}

/** @param {string} path */
function real(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
