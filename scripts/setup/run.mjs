import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { log, remove } from './files.mjs';
import { cache, environment, inRoot, root } from './paths.mjs';

/** Temporary files of the programs stay in the clone, too. */
const temporary = join(cache, 'tmp');
/** In the environment of what the set-up starts: which clone it works for. */
export const mark = 'VIB_SETUP_OF';
const windows = process.platform === 'win32';

/** @type {Map<import('node:child_process').ChildProcess, Promise<unknown>>} */
const children = new Map();
let stopping = false;

/**
 * Ends what still runs, so that an interrupted set-up leaves no process behind; resolves when all are gone. Who waits for one of
 * them waits for ever: this process is about to end.
 */
export async function stopChildren() {
  stopping = true;
  for (const child of children.keys()) child.stdin?.destroy();
  const patience = setTimeout(killChildren, 4000);
  await Promise.all(children.values());
  clearTimeout(patience);
}

/** The same without patience. */
export function killChildren() {
  for (const child of children.keys()) killGroup(child);
}

/**
 * Runs a program; what it prints goes to `.cache/setup.log`. It ends with this process, however this one ends.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, onLine?: (line: string) => void}} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
export function run(command, args, { cwd = root, env = {}, timeout, onLine } = {}) {
  mkdirSync(temporary, { recursive: true });
  log(`\n$ ${command} ${args.join(' ')}\n`);
  const child = spawn(process.execPath, [inRoot('scripts', 'setup', 'tied.mjs'), command, ...args], {
    cwd,
    env: { ...environment(), TMPDIR: temporary, [mark]: root, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: !windows,
    windowsHide: true,
  });
  /** @type {Promise<{code: number, output: string}>} */
  const ended = new Promise(resolve => {
    let output = '';
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            output += `\n${command} did not end within ${timeout / 1000} s\n`;
            killGroup(child);
          }, timeout);
    /** @param {Buffer} bytes */
    const collect = bytes => {
      const text = bytes.toString();
      output += text;
      log(text);
      const last = text
        .split(/[\r\n]+/)
        .filter(line => line.trim())
        .at(-1);
      if (last) onLine?.(last.trim());
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // Where the program is gone first, the pipe that ties it to this process is broken: nothing to tell of.
    child.stdin.on('error', () => {});
    child.on('error', error => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message });
    });
    child.on('exit', (_code, signal) => {
      // Its keeper was killed alone: what it kept goes, too.
      if (signal) killGroup(child);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal) output += `\n${command} was ended by ${signal}\n`;
      resolve({ code: code ?? 1, output });
    });
  });
  children.set(child, ended);
  return ended.then(result => {
    children.delete(child);
    return stopping ? new Promise(() => {}) : result;
  });
}

/** What the programs left in their folder for temporary files. */
export function removeTemporary() {
  try {
    remove(temporary);
  } catch {
    // The next set-up tries again.
  }
}

/**
 * The last lines of a program's output, for an error message.
 * @param {string} output
 */
export function tail(output, lines = 12) {
  return output.trim().split('\n').slice(-lines).join('\n');
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup({ pid }) {
  if (pid === undefined) return;
  try {
    process.kill(windows ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
