import { planStart, Scalar, Slot } from './plan';

/** A row of the plan that is an address. */
// @ts-ignore: decorator
@inline
export function at(slot: Slot): usize {
  return load<usize>(planStart + (slot << 2));
}

/** A row of the plan that is a number of things. */
// @ts-ignore: decorator
@inline
export function size(slot: Slot): i32 {
  return load<i32>(planStart + (slot << 2));
}

/** The address of a row itself, for atomic operations. */
// @ts-ignore: decorator
@inline
export function addressOf(slot: Slot): usize {
  return planStart + (slot << 2);
}

// @ts-ignore: decorator
@inline
function scalarAddress(which: Scalar): usize {
  return ((planStart + (Slot.count << 2) + 7) & ~7) + (which << 3);
}

// @ts-ignore: decorator
@inline
export function scalar(which: Scalar): f64 {
  return load<f64>(scalarAddress(which));
}

// @ts-ignore: decorator
@inline
export function setScalar(which: Scalar, value: f64): void {
  store<f64>(scalarAddress(which), value);
}
