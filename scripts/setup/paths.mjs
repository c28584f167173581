import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's root: everything the commands write lies below it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

const windows = process.platform === 'win32';
export const cache = inRoot('.cache');
export const venv = inRoot('.venv');
export const venvBin = join(venv, windows ? 'Scripts' : 'bin');
export const venvPython = join(venvBin, windows ? 'python.exe' : 'python');
export const tfjsNode = inRoot('node_modules', '@tensorflow', 'tfjs-node');

/** What a person may have set for other work, and what would lead Python or pip out of the clone's environment. */
const foreign = [
  ...['PYTHONHOME', 'PYTHONPATH', 'PYTHONSTARTUP', '__PYVENV_LAUNCHER__'],
  ...['PIP_USER', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_DRY_RUN', 'PIP_REQUIRE_VIRTUALENV'],
];

/**
 * The environment of every child process: the clone's own tools come first, and all that npm, pip, Jupyter and IPython
 * like to keep in the home folder goes to `.cache`.
 * @returns {NodeJS.ProcessEnv}
 */
export function environment() {
  const jupyter = join(cache, 'jupyter');
  const own = Object.entries(process.env).filter(([name]) => !foreign.includes(name));
  return {
    ...Object.fromEntries(own),
    PATH: [venvBin, inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
    VIRTUAL_ENV: venv,
    PYTHONNOUSERSITE: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_CACHE_DIR: join(cache, 'pip'),
    npm_config_cache: join(cache, 'npm'),
    npm_config_update_notifier: 'false',
    JUPYTER_CONFIG_DIR: join(jupyter, 'config'),
    JUPYTER_DATA_DIR: join(jupyter, 'data'),
    JUPYTER_RUNTIME_DIR: join(jupyter, 'runtime'),
    JUPYTER_PLATFORM_DIRS: '1',
    IPYTHONDIR: join(cache, 'ipython'),
  };
}

/**
 * The parsed JSON of a file, or null where there is none or it was cut short.
 * @param {string} file
 */
export function readJson(file) {
  if (!existsSync(file)) return null;
  try {
    return /** @type {Record<string, unknown>} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** @type {(file: string) => string} */
export const sha256 = file => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @param {unknown} error */
export const messageOf = error => (error instanceof Error ? error.message : String(error));
