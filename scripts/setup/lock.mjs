import { randomUUID } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './failure.mjs';
import { remove } from './files.mjs';
import { cache, messageOf, readJson } from './paths.mjs';
import { here, processOf } from './processes.mjs';

const file = join(cache, 'setup.lock');
const breaking = `${file}.breaking`;
/** The owner touches its lock this often (ms); from elsewhere one that stays untouched this long is a dead one's. */
const pulse = 2000;
const silence = 15_000;

/**
 * @typedef {object} Owner
 * @property {string} id
 * @property {number} pid
 * @property {string} started of the process, as `processOf` gives it
 * @property {string} place as `here` gives it
 * @property {string} host
 * @property {number} since ms since 1970
 */

/** @type {Owner | undefined} */
let mine;
/** @type {NodeJS.Timeout | undefined} */
let heart;

/**
 * Only one set-up works on a clone at a time; a second one waits and says for whom. The lock appears whole or not at all, and
 * one whose owner is gone (or that is no lock) does not count.
 * @param {(text: string) => void} say
 */
export async function takeLock(say) {
  mkdirSync(cache, { recursive: true });
  /** @type {Owner} */
  const owner = {
    id: randomUUID(),
    pid: process.pid,
    started: processOf(process.pid)?.started ?? '',
    place: here(),
    host: hostname(),
    since: Date.now(),
  };
  const start = Date.now();
  let told = 0;
  /** @type {{text: string, touched: number, at: number} | undefined} what was seen first of a lock from elsewhere */
  let watched;
  while (!create(JSON.stringify(owner))) {
    const found = look();
    if (found === null) continue;
    if (found.owner && !isHere(found.owner)) {
      // Its process cannot be looked at from here: whether it lives, the touches tell.
      if (watched?.text !== found.text || watched.touched !== found.touched)
        watched = { text: found.text, touched: found.touched, at: Date.now() };
    }
    if (isDead(found, watched)) {
      await breakLock(found.text);
      continue;
    }
    const now = Date.now();
    if (found.owner && (told === 0 || now - told >= 30_000)) {
      say(waitingFor(found.owner, told === 0 ? 0 : now - start));
      told = now;
    }
    await sleep(300);
  }
  mine = owner;
  heart = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // The lock was removed by hand.
    }
  }, pulse).unref();
  process.once('exit', releaseLock);
}

export function releaseLock() {
  clearInterval(heart);
  process.off('exit', releaseLock);
  if (mine && readJson(file)?.id === mine.id) remove(file);
  mine = undefined;
}

/**
 * A file is written and then linked to the lock's name: the name exists with its content, or not.
 * @param {string} text
 */
function create(text) {
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    linkSync(partial, file);
    return true;
  } catch (error) {
    const { code = '', syscall } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EEXIST') return false;
    // A file system without links: there the name comes first, and the content an instant later (see isDead).
    if (syscall === 'link' && ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code))
      return createPlainly(text);
    throw error;
  } finally {
    remove(partial);
  }
}

/** @param {string} text */
function createPlainly(text) {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns {{text: string, touched: number, owner: Owner | null} | null} null: nothing is there any more */
function look() {
  let touched;
  try {
    touched = lstatSync(file).mtimeMs;
  } catch {
    return null;
  }
  try {
    const text = readFileSync(file, 'utf8');
    return { text, touched, owner: ownerIn(text) };
  } catch (error) {
    // A folder, a link to nowhere, a file that may not be read: no lock of a set-up is like that.
    return { text: messageOf(error), touched, owner: null };
  }
}

/**
 * @param {string} text
 * @returns {Owner | null}
 */
function ownerIn(text) {
  try {
    const owner = /** @type {Partial<Owner> | null} */ (JSON.parse(text));
    const whole =
      typeof owner?.id === 'string' &&
      typeof owner.pid === 'number' &&
      typeof owner.started === 'string' &&
      typeof owner.place === 'string';
    return whole ? /** @type {Owner} */ (owner) : null;
  } catch {
    return null;
  }
}

/** @param {Owner} owner */
const isHere = owner => owner.place === here();

/**
 * @param {{text: string, touched: number, owner: Owner | null}} found
 * @param {{text: string, touched: number, at: number} | undefined} watched
 */
function isDead({ owner, touched }, watched) {
  if (!owner) return Math.abs(Date.now() - touched) > 2000;
  if (!isHere(owner)) return watched !== undefined && Date.now() - watched.at > silence;
  const running = processOf(owner.pid);
  return running === null || running.started !== owner.started;
}

/**
 * Removes a dead one's lock, if it still is that one: of several that found it, one at a time looks again.
 * @param {string} text
 */
async function breakLock(text) {
  try {
    mkdirSync(breaking);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    // Another one is at it; it takes milliseconds, unless that one was killed meanwhile.
    await sleep(50);
    try {
      if (Math.abs(Date.now() - statSync(breaking).mtimeMs) > 10_000) remove(breaking);
    } catch {
      // It is done.
    }
    return;
  }
  try {
    if (look()?.text === text) remove(file);
  } catch (error) {
    throw new SetupError(
      `The lock of an earlier set-up could not be removed: ${messageOf(error)}`,
      '',
      `Remove it yourself (rm -rf ${file}), then: npm run setup`,
    );
  } finally {
    rmdirSync(breaking);
  }
}

/**
 * @param {Owner} owner
 * @param {number} waited ms
 */
function waitingFor(owner, waited) {
  const ago = `${Math.max(0, Math.round((Date.now() - owner.since) / 1000))} s ago`;
  const since = Math.round(waited / 1000);
  if (!isHere(owner)) {
    const who = `process ${owner.pid} on ${owner.host} or in a container`;
    if (since > 0) return `Waiting for ${who} since ${since} s.`;
    return `Another set-up of this clone is running: ${who}, started ${ago}.
Waiting for it; if it gives no sign of life for ${silence / 1000} s, this one goes on. Ctrl+C ends the waiting.`;
  }
  const running = processOf(owner.pid);
  const state = running?.stopped ? ', stopped (kill -CONT lets it go on)' : '';
  if (since > 0)
    return `Waiting for process ${owner.pid} since ${since} s${state}. Ctrl+C ends the waiting; kill ${owner.pid} ends the other.`;
  return `Another set-up of this clone is running: process ${owner.pid} (${running?.command ?? ''}), started ${ago}${state}.
Waiting for it; Ctrl+C ends the waiting. If it hangs: kill ${owner.pid}, and this one goes on.`;
}
