import { Job, Slot } from './assembly/plan';
import type { TextBatch, Tokens } from './batch';
import type { EngineExports, EngineHost } from './host';
import { layOut, type Layout } from './layout';
import { EngineMemory } from './memory';
import type { EngineSettings } from './options';
import { parametersOf, type Parameter } from './parameters';
import { ParameterStore } from './parameter-store';
import type { Seat } from './seat';
import { Team } from './team';
import { workshopOf, type Tenant, type Workshop } from './workshop';

/** Texts, with labels where they are needed. */
export type Texts = { tokens: Tokens } & Partial<TextBatch>;

/** What a network is made of besides its options: weights, and the optimizer's averages where they are not all 0. */
type Parked = Map<Slot, Float32Array>;

const keptSlots = [Slot.embedding, Slot.firstMoment, Slot.secondMoment];

/**
 * A network's memory, its threads, and the part that all heads share: texts in, features out.
 *
 * The memory is the host's: it is taken when the network works, and may be lent to another in between (see `Workshop`).
 */
export class EngineCore implements Tenant {
  readonly layout: Layout;
  readonly team: Team;
  /** Threads at work, this one included. */
  readonly threads: number;
  /** How often this network took its place: what belonged to the batch at hand is gone when it rises. */
  sittings = 0;
  private readonly workshop: Workshop;
  /** The parameters, in Keras's order. */
  readonly table: readonly Parameter[];
  private place: { seat: Seat; memory: EngineMemory; store: ParameterStore } | undefined;
  private parked: Parked | undefined;
  private holds = 0;
  private ended = false;

  /** @throws RangeError for a network larger than WebAssembly can address. */
  constructor(
    readonly settings: EngineSettings,
    host: EngineHost,
  ) {
    this.layout = layOut(settings);
    this.table = parametersOf(settings, this.layout);
    this.workshop = workshopOf(host);
    this.threads = this.workshop.crew.exists ? settings.threads : 1;
    this.team = new Team(this.workshop.crew, this.threads);
  }

  get memory(): EngineMemory {
    return this.here().memory;
  }

  get exports(): EngineExports {
    return this.here().seat.exports;
  }

  get parameters(): ParameterStore {
    return this.here().store;
  }

  /** Bytes of all: weights, moments, tables. */
  get bytes(): number {
    return Math.ceil(this.layout.bytes / 65536) * 65536;
  }

  get busy(): boolean {
    return this.holds > 0;
  }

  /** Keeps its place while `act` runs, whatever other engines are asked for meanwhile. @throws Error after `dispose`. */
  hold<T>(act: () => T): T {
    this.here();
    this.holds++;
    try {
      return act();
    } finally {
      this.holds--;
    }
  }

  /** Does a job in parts, with helpers. */
  run(job: Job, parts: number, meanwhile?: () => void): void {
    this.team.run(this.here().seat, job, parts, meanwhile);
  }

  /** Copies `size` texts, from the one of number `from` on, to the engine. */
  load({ tokens, labels }: Texts, from: number, size: number): void {
    const { length } = this.settings;
    const { memory } = this;
    const rows = tokens.subarray(from * length, (from + size) * length);
    memory.integers(Slot.tokens, rows.length).set(rows);
    const targets = memory.floats(Slot.labels, size);
    for (let i = 0; i < size; i++) targets[i] = labels ? (labels[from + i] as number) : 0;
    memory.set(Slot.batch, size);
  }

  /** Features and winners of the texts that were loaded, by way of their distinct words. */
  pool(meanwhile?: () => void): void {
    this.memory.set(Slot.words, this.exports.readTokens(0));
    this.run(Job.pool, this.layout.blocks, meanwhile);
  }

  /** The gradients of the pool's parameters, from that of the features. */
  poolBackward(): void {
    this.run(Job.poolBackward, this.layout.groups);
  }

  park(): void {
    if (!this.place) return;
    this.parked = new Map();
    for (const slot of keptSlots) {
      const values = this.numbersAt(this.place.memory, slot);
      if (slot === Slot.embedding || values.some(value => value !== 0)) this.parked.set(slot, values.slice());
    }
    this.place = undefined;
  }

  /** Gives everything back; the network is not to be used any more. */
  dispose(): void {
    if (this.place) this.workshop.free(this.place.seat);
    this.place = undefined;
    this.parked = undefined;
    this.ended = true;
  }

  private here() {
    return this.place ?? this.sit();
  }

  private sit() {
    if (this.ended) {
      throw new Error(
        'this engine was disposed of: its weights are gone. Make a new one, or load a saved model',
      );
    }
    const seat = this.workshop.take(this, this.layout.bytes);
    const memory = new EngineMemory(this.layout, seat);
    this.sittings++;
    this.parked?.forEach((values, slot) => this.numbersAt(memory, slot).set(values));
    this.parked = undefined;
    return (this.place = { seat, memory, store: new ParameterStore(memory, this.table) });
  }

  /** All parameters, or one of their averages, as they lie in memory. */
  private numbersAt(memory: EngineMemory, slot: Slot): Float32Array {
    const words = (memory.get(Slot.kernel) - memory.get(Slot.embedding)) / 4;
    return memory.floats(slot, words + memory.get(Slot.restCount));
  }
}
