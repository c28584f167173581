import { bars, type BarsSpec } from './bars';
import { Figure } from './figure';

/**
 * Bars on top of one another in each group, for parts of a whole: the height of a bar is the sum of its parts.
 * @throws RangeError for a negative part, which would hide behind the others, and as `bars` does.
 */
export function stackedBars(spec: BarsSpec): Figure {
  for (const { name, values } of spec.series) {
    const negative = Array.from(values).find(value => value < 0);
    if (negative !== undefined) {
      throw new RangeError(`series "${name}" has the part ${negative}; parts of a stacked bar must be >= 0`);
    }
  }
  const { title, data, layout, summary } = bars(spec);
  return new Figure({ title, data, layout: { ...layout, barmode: 'stack', bargap: 0.42 }, summary });
}
