import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, environment, root } from './paths.mjs';

export const setupLog = join(cache, 'setup.log');

/** A failure told to people: what failed, why, and the command or act that mends it. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {string} why
   * @param {string} fix
   */
  constructor(what, why, fix) {
    super(what);
    this.why = why;
    this.fix = fix;
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** Ends what still runs, so that an interrupted set-up leaves no process behind. */
export function stopChildren() {
  for (const child of children) child.kill('SIGTERM');
}

/**
 * Runs a program; what it prints goes to `.cache/setup.log`.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, onLine?: (line: string) => void}} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
export function run(command, args, { cwd = root, env = environment(), timeout, onLine } = {}) {
  mkdirSync(cache, { recursive: true });
  appendFileSync(setupLog, `\n$ ${command} ${args.join(' ')}\n`);
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let output = '';
    /** @param {Buffer} bytes */
    const collect = bytes => {
      const text = bytes.toString();
      output += text;
      appendFileSync(setupLog, text);
      const lines = text.split(/[\r\n]+/).filter(line => line.trim());
      const last = lines.at(-1);
      if (last) onLine?.(last.trim());
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', error => {
      children.delete(child);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', code => {
      children.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * The last lines of a program's output, for an error message.
 * @param {string} output
 */
export function tail(output, lines = 12) {
  return output.trim().split('\n').slice(-lines).join('\n');
}
