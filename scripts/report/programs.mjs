import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, inRoot, root, venvPython } from '../setup/paths.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends the scripts at once; their kernels then end by themselves. */
export function stopPrograms() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Runs one of the Python scripts; its progress bar shows in a terminal.
 * @param {string} script
 * @param {string[]} args
 * @param {string} work the folder for what it leaves on its way
 * @param {boolean} [quiet] without the bar: several at a time would write over one another
 * @returns {Promise<void>}
 */
export function python(script, args, work, quiet = false) {
  const start = [inRoot('scripts', 'python', 'with_parent.py'), String(process.pid)];
  return program(
    script,
    venvPython,
    ['-Wignore', ...start, inRoot('scripts', 'python', script), ...args],
    work,
    quiet,
  );
}

/**
 * Runs one of the report's own scripts in a process of its own.
 * @param {string} script
 * @param {string[]} args
 * @param {string} work
 * @returns {Promise<void>}
 */
export function node(script, args, work) {
  return program(script, process.execPath, [inRoot('scripts', 'report', script), ...args], work);
}

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {string} work
 * @param {boolean} [quiet]
 * @returns {Promise<void>}
 */
function program(name, command, args, work, quiet = false) {
  return new Promise((resolve, reject) => {
    const live = process.stderr.isTTY && !quiet;
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment(), JUPYTER_RUNTIME_DIR: join(work, 'runtime') },
      stdio: ['ignore', 'ignore', live ? 'inherit' : 'pipe'],
      // The terminal's Ctrl+C is for this process, which ends the script in order.
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let errors = '';
    child.stderr?.on('data', bytes => (errors += String(bytes)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else
        reject(new Error(errors.trim() || `${name} ended ${signal ? `by ${signal}` : `with code ${code}`}`));
    });
  });
}
