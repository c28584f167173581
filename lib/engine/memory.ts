import { planStart, Scalar, Slot } from './assembly/plan';
import type { Layout } from './layout';
import { WebAssembly, type WasmMemory } from './web-assembly';

/** The engine's memory, seen from this side: the numbers behind each row of the plan. */
export class EngineMemory {
  readonly memory: WasmMemory;
  private readonly plan: Int32Array;
  private readonly scalars: Float64Array;

  constructor(readonly layout: Layout) {
    const pages = Math.ceil(layout.bytes / 65536);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.plan = new Int32Array(this.memory.buffer, planStart, Slot.count);
    this.plan.set(layout.slots);
    const behind = Math.ceil((planStart + 4 * Slot.count) / 8) * 8;
    this.scalars = new Float64Array(this.memory.buffer, behind, Scalar.count);
  }

  get(slot: Slot): number {
    return this.plan[slot] as number;
  }

  set(slot: Slot, value: number): void {
    this.plan[slot] = value;
  }

  scalar(which: Scalar): number {
    return this.scalars[which] as number;
  }

  setScalar(which: Scalar, value: number): void {
    this.scalars[which] = value;
  }

  floats(slot: Slot, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.get(slot), count);
  }

  integers(slot: Slot, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.get(slot), count);
  }

  /** Floats that lie `distance` bytes behind those of a slot: the gradient or a moment of a parameter. */
  floatsBehind(slot: Slot, distance: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.get(slot) + distance, count);
  }
}
