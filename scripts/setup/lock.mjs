import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './paths.mjs';

const file = join(cache, 'setup.lock');

/**
 * Only one set-up works on a clone at a time; a second one waits. The lock of a process that is gone does not count.
 * @param {() => void} onWait called once, when there is something to wait for
 */
export async function takeLock(onWait) {
  mkdirSync(cache, { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (!isAlive(owner())) {
        rmSync(file, { force: true });
        continue;
      }
      if (!told) onWait();
      told = true;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
  process.once('exit', releaseLock);
}

export function releaseLock() {
  if (owner() === process.pid) rmSync(file, { force: true });
}

function owner() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
