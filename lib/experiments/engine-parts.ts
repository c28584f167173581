import type { TextCnnEngine } from '../engine';
import { meanInterval, type IntervalEstimate } from '../statistics';
import { examplesFor, textsOf, type Data } from '../training';

/** How long one part of a training step takes. */
export interface PartTime {
  part: string;
  /** Mean over the steps, with its 95% interval. */
  milliseconds: IntervalEstimate;
}

/**
 * Milliseconds of each part of a training step, in the order in which they come; `the rest` is reading the tokens, the
 * noise that was not made meanwhile, and the loss.
 *
 * The engine learns meanwhile: give it one of its own.
 *
 * @param options.steps steps to measure, 100, after 20 that warm up
 * @throws RangeError for empty data, or data that do not fit.
 */
export function engineParts(
  engine: TextCnnEngine,
  data: Data,
  { steps = 100, warmUp = 20, batch = 32 } = {},
): PartTime[] {
  const examples = examplesFor(engine, data, 'the data');
  const size = Math.min(batch, examples.size);
  const batches = Math.floor(examples.size / size);
  const times = new Map<string, number[]>();
  const note = (part: string, milliseconds: number) =>
    times.set(part, [...(times.get(part) ?? []), milliseconds]);
  for (let step = 0; step < warmUp + steps; step++) {
    const rows = Uint32Array.from({ length: size }, (_, i) => (step % batches) * size + i);
    const texts = textsOf(examples, rows);
    let parts = 0;
    const measured = step >= warmUp;
    engine.observe((part, milliseconds) => {
      parts += milliseconds;
      if (measured) note(part, milliseconds);
    });
    const started = performance.now();
    engine.step(texts);
    if (measured) note('the rest', performance.now() - started - parts);
  }
  engine.observe(undefined);
  return [...times].map(([part, values]) => ({ part, milliseconds: meanInterval(values) }));
}
