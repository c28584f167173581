import { spawn } from 'node:child_process';
import { messageOf, root } from './paths.mjs';

const windows = process.platform === 'win32';

/**
 * Asks a program a quick question: writes nothing, and does not wait for one that hangs.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, timeout?: number}} [options] timeout: in milliseconds
 * @returns {Promise<{code: number | null, stdout: string, stderr: string, problem: string}>} problem: '' when it ended with 0, else
 *   why not in a few words
 */
export function probe(command, args, { env = process.env, timeout = 10_000 } = {}) {
  return new Promise(resolve => {
    let stdout = '';
    let stderr = '';
    let late = false;
    let child;
    try {
      child = spawn(command, args, {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, so that one that hangs is ended with what it has started.
        detached: !windows,
        windowsHide: true,
      });
    } catch (error) {
      // A file that is no program, for one.
      resolve({ code: null, stdout, stderr, problem: `could not be started (${messageOf(error)})` });
      return;
    }
    const { pid } = child;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, timeout);
    const end = () => {
      try {
        if (pid !== undefined) process.kill(windows ? pid : -pid, 'SIGKILL');
      } catch {
        // It is gone.
      }
    };
    process.once('exit', end);
    child.stdout.on('data', bytes => (stdout += String(bytes)));
    child.stderr.on('data', bytes => (stderr += String(bytes)));
    /**
     * @param {number | null} code
     * @param {string} problem
     */
    const done = (code, problem) => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve({ code, stdout, stderr, problem });
    };
    child.on('error', error => {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      done(null, code === 'ENOENT' ? 'was not found' : `could not be started (${code ?? error.message})`);
    });
    child.on('close', (code, signal) => {
      if (late) done(null, `did not answer within ${timeout / 1000} s`);
      else if (signal) done(null, `was ended by ${signal}`);
      else done(code, code === 0 ? '' : `ended with code ${code}`);
    });
  });
}
