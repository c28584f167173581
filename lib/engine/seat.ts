import { planStart, Slot } from './assembly/plan';
import type { EngineExports } from './host';
import { WebAssembly, type WasmMemory, type WasmModule } from './web-assembly';

const pageBytes = 65536;
/** Pages that the compiled engine can address: 2 GB. */
const mostPages = 32768;

/** Some memory with an instance of the engine over it; one engine at a time has it. */
export class Seat {
  readonly memory: WasmMemory;
  readonly exports: EngineExports;
  private readonly plan: Int32Array;
  /** The first bytes may have been written to; behind them all is 0. */
  used = 0;

  constructor(
    readonly number: number,
    module: WasmModule,
    bytes: number,
  ) {
    this.memory = makeMemory(pagesOf(bytes));
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.memory } })
      .exports as EngineExports;
    this.plan = new Int32Array(this.memory.buffer, planStart, Slot.count);
  }

  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Which piece of work was offered last. */
  get generation(): number {
    return Atomics.load(this.plan, Slot.generation);
  }

  /** Makes room; false when this memory cannot grow so far. */
  fit(bytes: number): boolean {
    const more = pagesOf(bytes) - pagesOf(this.bytes);
    if (more <= 0) return true;
    try {
      this.memory.grow(more);
      return true;
    } catch {
      return false;
    }
  }
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageBytes);
}

/** Memory that can grow, where the machine has addresses for it; memory of this size otherwise. */
function makeMemory(pages: number): WasmMemory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true });
  } catch {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    } catch {
      throw new RangeError(
        `the engine needs ${Math.ceil((pages * pageBytes) / 1e6)} MB of memory, and the system has not so much to give: take ` +
          'fewer words, filters or texts in a batch, or end other programs',
      );
    }
  }
}
