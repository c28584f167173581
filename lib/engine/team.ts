import { Job, planStart, Slot } from './assembly/plan';
import type { EngineExports, EngineHost, Helper } from './host';
import { type WasmMemory } from './web-assembly';

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
  private readonly helpers: Helper[] = [];
  private readonly plan: Int32Array;
  /** Told how long each job took, for those who want to know. */
  onPart: PartListener | undefined;

  constructor(
    private readonly engine: EngineExports,
    host: EngineHost,
    memory: WasmMemory,
    readonly threads: number,
  ) {
    this.plan = new Int32Array(memory.buffer, planStart, Slot.count);
    for (let thread = 1; thread < threads && host.startHelper; thread++) {
      this.helpers.push(host.startHelper(host.module, memory, thread));
    }
  }

  /** Does a job in parts; `meanwhile` is done by this thread while helpers have begun. */
  run(job: Job, parts: number, meanwhile?: () => void): void {
    const started = this.onPart && performance.now();
    this.work(job, parts, meanwhile);
    if (started !== undefined) this.onPart?.(partNames[job] ?? '', performance.now() - started);
  }

  private work(job: Job, parts: number, meanwhile: (() => void) | undefined): void {
    const shared = this.helpers.length > 0 && parts > 1;
    if (shared) this.engine.offer(job, parts);
    meanwhile?.();
    if (!shared) this.engine.workAlone(job, parts);
    else if (this.engine.finish() === 0) this.waitForHelpers(parts);
  }

  private waitForHelpers(parts: number): void {
    for (;;) {
      const done = Atomics.load(this.plan, Slot.done);
      if (done === parts) return;
      Atomics.wait(this.plan, Slot.done, done);
    }
  }

  dispose(): void {
    if (this.helpers.length > 0) this.engine.offer(Job.leave, 0);
    for (const helper of this.helpers.splice(0)) helper.stop();
  }
}
