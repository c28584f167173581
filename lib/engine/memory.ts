import { planStart, Scalar, Slot } from './assembly/plan';
import type { Layout } from './layout';
import type { Seat } from './seat';

/** Rows of the plan that belong to the team: whoever has the memory, they go on counting. */
const teamRows = [Slot.generation, Slot.left, Slot.done, Slot.job, Slot.parts];

/** The engine's memory, seen from this side: the numbers behind each row of the plan. */
export class EngineMemory {
  private readonly buffer: SharedArrayBuffer;
  private readonly plan: Int32Array;
  private readonly scalars: Float64Array;

  /** Lays out the memory of a seat; all numbers in it are 0 then. */
  constructor(
    readonly layout: Layout,
    seat: Seat,
  ) {
    this.buffer = seat.memory.buffer;
    this.plan = new Int32Array(this.buffer, planStart, Slot.count);
    const team = teamRows.map(row => this.plan[row] as number);
    this.clear(seat);
    this.plan.set(layout.slots);
    teamRows.forEach((row, i) => (this.plan[row] = team[i] as number));
    const behind = Math.ceil((planStart + 4 * Slot.count) / 8) * 8;
    this.scalars = new Float64Array(this.buffer, behind, Scalar.count);
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
    return new Float32Array(this.buffer, this.get(slot), count);
  }

  integers(slot: Slot, count: number): Int32Array {
    return new Int32Array(this.buffer, this.get(slot), count);
  }

  /** Floats that lie `distance` bytes behind those of a slot: the gradient or a moment of a parameter. */
  floatsBehind(slot: Slot, distance: number, count: number): Float32Array {
    return new Float32Array(this.buffer, this.get(slot) + distance, count);
  }

  /** Everything behind the plan becomes 0, but the vocabulary's table, which is large and always written before it is read. */
  private clear(seat: Seat): void {
    const { slots, bytes } = this.layout;
    const [table, behind] = [slots[Slot.fullTable] as number, slots[Slot.features] as number];
    const from = planStart + 4 * Slot.count;
    const zero = (start: number, end: number) => {
      if (end > start) new Uint8Array(this.buffer, start, end - start).fill(0);
    };
    zero(from, Math.min(table, seat.used));
    zero(behind, Math.min(bytes, seat.used));
    seat.used = Math.max(seat.used, bytes);
  }
}
