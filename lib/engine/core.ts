import { Job, Slot } from './assembly/plan';
import type { TextBatch, Tokens } from './batch';
import type { EngineExports, EngineHost } from './host';
import { layOut } from './layout';
import { EngineMemory } from './memory';
import type { EngineSettings } from './options';
import { parametersOf } from './parameters';
import { ParameterStore } from './parameter-store';
import { Team } from './team';
import { WebAssembly } from './web-assembly';

/** Texts, with labels where they are needed. */
export type Texts = { tokens: Tokens } & Partial<TextBatch>;

/** A network's memory, its threads, and the part that all heads share: texts in, features out. */
export class EngineCore {
  readonly exports: EngineExports;
  readonly memory: EngineMemory;
  readonly team: Team;
  readonly parameters: ParameterStore;
  /** Threads at work, this one included. */
  readonly threads: number;

  /** @throws RangeError for a network larger than WebAssembly can address. */
  constructor(
    readonly settings: EngineSettings,
    host: EngineHost,
  ) {
    const layout = layOut(settings);
    this.memory = new EngineMemory(layout);
    const { memory } = this.memory;
    const instance = new WebAssembly.Instance(host.module, { env: { memory } });
    this.exports = instance.exports as EngineExports;
    this.threads = host.startHelper ? settings.threads : 1;
    this.team = new Team(this.exports, host, memory, this.threads);
    this.parameters = new ParameterStore(this.memory, parametersOf(settings, layout));
  }

  /** Bytes of all: weights, moments, tables. */
  get bytes(): number {
    return this.memory.memory.buffer.byteLength;
  }

  /** Copies `size` texts, from the one of number `from` on, to the engine. */
  load({ tokens, labels }: Texts, from: number, size: number): void {
    const { length } = this.settings;
    const rows = tokens.subarray(from * length, (from + size) * length);
    this.memory.integers(Slot.tokens, rows.length).set(rows);
    const targets = this.memory.floats(Slot.labels, size);
    for (let i = 0; i < size; i++) targets[i] = labels ? (labels[from + i] as number) : 0;
    this.memory.set(Slot.batch, size);
  }

  /** Features and winners of the texts that were loaded, by way of their distinct words. */
  pool(meanwhile?: () => void): void {
    this.memory.set(Slot.words, this.exports.readTokens(0));
    this.team.run(Job.pool, this.memory.layout.blocks, meanwhile);
  }

  /** The gradients of the pool's parameters, from that of the features. */
  poolBackward(): void {
    this.team.run(Job.poolBackward, this.memory.layout.groups);
  }

  dispose(): void {
    this.team.dispose();
  }
}
