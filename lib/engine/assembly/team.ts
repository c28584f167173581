import { adamPart } from './adam';
import { headBackwardBlock } from './head-backward';
import { headForwardBlock } from './head-forward';
import { addressOf } from './memory';
import { Job, Slot } from './plan';
import { poolBackwardGroup } from './pool-backward';
import { lookBlock, poolBlock, tabulateBlock } from './pool';

/** Looks at a shared number before going to sleep: some ten microseconds. */
const looks = 4000;

/** Offers a job to the helpers; `finish` does the same job along with them. */
export function offer(job: Job, parts: i32): void {
  atomic.store<i32>(addressOf(Slot.job), job);
  atomic.store<i32>(addressOf(Slot.parts), parts);
  atomic.store<i32>(addressOf(Slot.done), 0);
  // Last: a helper that comes late from the job before finds no part until here, and then one of this job.
  atomic.store<i32>(addressOf(Slot.left), parts);
  atomic.add<i32>(addressOf(Slot.generation), 1);
  atomic.notify(addressOf(Slot.generation), -1);
}

/**
 * Works until no part is left, and looks for a while whether helpers have finished theirs.
 *
 * Whoever has to wait longer sleeps outside, by JavaScript's `Atomics.wait`: the instruction of the same name is
 * miscompiled by the V8 of Node 20 (the numbers around it are lost).
 *
 * @returns 1 when all parts are done
 */
export function finish(): i32 {
  takeParts(0);
  const parts = atomic.load<i32>(addressOf(Slot.parts));
  for (let i = 0; i < looks; i++) {
    if (atomic.load<i32>(addressOf(Slot.done)) == parts) return 1;
  }
  return 0;
}

/** The job, alone. */
export function workAlone(job: Job, parts: i32): void {
  for (let part = 0; part < parts; part++) work(job, part, 0);
}

/**
 * A helper's work for as long as there is some; then it looks for a while for more.
 *
 * @param seen the generation that it knows
 * @returns the generation at which it ran out of work, to sleep on; -1 when it is to leave
 */
export function help(thread: i32, seen: i32): i32 {
  for (let i = 0; i < looks; i++) {
    const generation = atomic.load<i32>(addressOf(Slot.generation));
    if (generation == seen) continue;
    if (atomic.load<i32>(addressOf(Slot.job)) == Job.leave) return -1;
    seen = generation;
    takeParts(thread);
    i = 0;
  }
  return seen;
}

function takeParts(thread: i32): void {
  for (;;) {
    const left = atomic.sub<i32>(addressOf(Slot.left), 1);
    if (left <= 0) return;
    const parts = atomic.load<i32>(addressOf(Slot.parts));
    work(atomic.load<i32>(addressOf(Slot.job)), parts - left, thread);
    if (atomic.add<i32>(addressOf(Slot.done), 1) == parts - 1) atomic.notify(addressOf(Slot.done), -1);
  }
}

function work(job: Job, part: i32, thread: i32): void {
  switch (job) {
    case Job.pool:
      return poolBlock(part, thread);
    case Job.tabulate:
      return tabulateBlock(part, thread);
    case Job.look:
      return lookBlock(part);
    case Job.headForward:
      return headForwardBlock(part);
    case Job.headBackward:
      return headBackwardBlock(part);
    case Job.poolBackward:
      return poolBackwardGroup(part, thread);
    case Job.adam:
      return adamPart(part);
  }
}
