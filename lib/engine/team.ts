import { Job, planStart, Slot } from './assembly/plan';
import type { Crew } from './crew';
import type { Seat } from './seat';

/** Hears what a part of a step was, and how many milliseconds it took. */
export type PartListener = (part: string, milliseconds: number) => void;

const partNames: Partial<Record<Job, string>> = {
  [Job.pool]: 'table, windows',
  [Job.tabulate]: 'table of the vocabulary',
  [Job.look]: 'windows',
  [Job.headForward]: 'head, forward',
  [Job.headBackward]: 'head, backward',
  [Job.poolBackward]: 'winners, backward',
  [Job.adam]: 'Adam',
};

/**
 * The threads that share one memory: this one, and helpers.
 *
 * Parts of a job are taken one by one by whoever is free. A helper that has no core to run on takes none, so the work
 * never waits for more than the part it is at; and no number depends on who computed it.
 */
export class Team {
  /** Told how long each job took, for those who want to know. */
  onPart: PartListener | undefined;

  constructor(
    private readonly crew: Crew,
    readonly threads: number,
  ) {}

  /** Does a job in parts; `meanwhile` is done by this thread while helpers have begun. */
  run(seat: Seat, job: Job, parts: number, meanwhile?: () => void): void {
    const started = this.onPart && performance.now();
    this.work(seat, job, parts, meanwhile);
    if (started !== undefined) this.onPart?.(partNames[job] ?? '', performance.now() - started);
  }

  private work(seat: Seat, job: Job, parts: number, meanwhile: (() => void) | undefined): void {
    const shared = this.threads > 1 && parts > 1;
    if (shared) {
      this.crew.join(seat, this.threads);
      seat.exports.offer(job, parts);
    }
    meanwhile?.();
    if (!shared) seat.exports.workAlone(job, parts);
    else if (seat.exports.finish() === 0) waitForHelpers(seat, parts);
  }
}

function waitForHelpers({ memory }: Seat, parts: number): void {
  const plan = new Int32Array(memory.buffer, planStart, Slot.count);
  for (;;) {
    const done = Atomics.load(plan, Slot.done);
    if (done === parts) return;
    Atomics.wait(plan, Slot.done, done);
  }
}
