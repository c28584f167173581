import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { mark } from './run.mjs';

/**
 * A process that lives: what started when. The number alone does not tell: it is given again to others.
 * @param {number} pid
 * @returns {{started: string, command: string, stopped: boolean} | null} null: there is none (or only its grave, a zombie)
 */
export function processOf(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name, in brackets, may itself hold blanks and brackets.
      const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') return null;
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return { started: rest[18] ?? '', command: words.join(' ').trim(), stopped: state === 'T' };
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return null;
  }
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  // "Thu Nov 26 00:41:48 2026 node scripts/setup.mjs"; Windows has no ps, there the number must do.
  const [, started = '', command = ''] = /^\s*(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return status === 0 || status === null ? { started, command, stopped: false } : null;
}

/** Where process numbers mean the same: this start of this machine, outside or inside this container. */
export function here() {
  if (process.platform !== 'linux') return hostname();
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * Ends what an earlier set-up of this clone has left running: its keeper ends it within seconds, unless that was killed, too.
 * To be called by the one that holds the lock. (Elsewhere than on Linux the keeper alone must do.)
 * @returns {Promise<number>} how many there were
 */
export async function endOrphans() {
  const found = orphans();
  for (let attempt = 0, left = found; left.length > 0 && attempt < 50; attempt++, left = orphans()) {
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone, or belongs to another user.
      }
    }
    await sleep(100);
  }
  return found.length;
}

function orphans() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || pid === process.ppid) return [];
    try {
      const set = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return set.includes(`${mark}=${root}`) && processOf(pid) ? [pid] : [];
    } catch {
      return [];
    }
  });
}
