import { Job } from './assembly/plan';
import type { EngineHost, Helper } from './host';
import type { Seat } from './seat';

/** Milliseconds after which a helper that does not leave is taken for dead. */
const patience = 5000;

/** Helpers of hosts that nobody uses any more are ended: a notebook that loads an edited engine anew has a new host. */
const abandoned = new FinalizationRegistry<Helper[]>(helpers => {
  for (const helper of helpers.splice(0)) helper.stop();
});

/**
 * The helping threads of a host, which all its engines share: one engine at a time has them, the one that worked last.
 *
 * A thread is started when there is work to share for the first time. A helper that has not arrived takes no part of the
 * work, so nobody waits for it.
 */
export class Crew {
  private readonly helpers: Helper[] = [];
  /** One number a helper: 0, or the ticket it was called with, negative once it is at work. */
  private control = new Int32Array(0);
  private ticket = 0;
  private seat: Seat | undefined;
  private called = 0;
  /** Memories that each helper knows. */
  private readonly known: Set<number>[] = [];

  constructor(private readonly host: EngineHost) {
    abandoned.register(this, this.helpers);
  }

  /** Can there be helpers at all? */
  get exists(): boolean {
    return this.host.startHelper !== undefined;
  }

  /** Calls `threads` - 1 helpers to the memory of a seat. */
  join(seat: Seat, threads: number): void {
    if (this.seat === seat && this.called === threads - 1) return;
    this.leave();
    const { host } = this;
    if (!host.startHelper) return;
    if (this.control.length === 0) this.control = new Int32Array(new SharedArrayBuffer(4 * 17));
    const { control } = this;
    while (this.helpers.length < threads - 1) {
      this.helpers.push(host.startHelper({ module: host.module, control, thread: this.helpers.length + 1 }));
      this.known.push(new Set());
    }
    const ticket = ++this.ticket;
    const seen = seat.generation;
    this.helpers.slice(0, threads - 1).forEach((helper, i) => {
      Atomics.store(control, i + 1, ticket);
      const first = !this.known[i]!.has(seat.number);
      this.known[i]!.add(seat.number);
      const memory = first && { memory: seat.memory };
      helper.send({ seat: seat.number, ticket, seen, ...memory });
    });
    this.seat = seat;
    this.called = threads - 1;
  }

  /** Calls the helpers back, from this seat alone if one is given: after this none of them looks at its memory. */
  leave(from?: Seat): void {
    const { seat, control, ticket, called } = this;
    if (seat === undefined || (from !== undefined && from !== seat)) return;
    this.seat = undefined;
    this.called = 0;
    const atWork: number[] = [];
    for (let thread = 1; thread <= called; thread++) {
      // A helper that has not begun finds that its ticket is void.
      if (Atomics.compareExchange(control, thread, ticket, 0) === -ticket) atWork.push(thread);
    }
    if (atWork.length > 0) seat.exports.offer(Job.leave, 0);
    for (const thread of atWork) {
      if (Atomics.wait(control, thread, -ticket, patience) === 'timed-out') return this.stop();
    }
  }

  /** Ends all helpers; the next work starts new ones. */
  stop(): void {
    for (const helper of this.helpers.splice(0)) helper.stop();
    this.known.length = 0;
    this.control = new Int32Array(0);
    this.seat = undefined;
    this.called = 0;
  }
}
