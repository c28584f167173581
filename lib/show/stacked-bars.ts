import { bars, type BarsSpec } from './bars';
import { Figure } from './figure';

/**
 * Bars on top of one another in each group, for parts of a whole: the height of a bar is the sum of its parts.
 * @throws RangeError for a part that is negative, which would hide behind the others, or not finite, and as `bars` does.
 */
export function stackedBars(spec: BarsSpec): Figure {
  const { title, data, layout, summary } = bars(spec);
  for (const { name, values } of spec.series) {
    const bad = Array.from(values).find(value => !(value >= 0 && value < Infinity));
    if (bad !== undefined) {
      throw new RangeError(
        `series "${name}" has the part ${bad}; parts of a stacked bar must be >= 0 and finite`,
      );
    }
  }
  return new Figure({ title, data, layout: { ...layout, barmode: 'stack', bargap: 0.42 }, summary });
}
