import { showTable } from '../show';

/** A mistake on show: lines that look right, the right ones, and a test of one line that tells them apart. */
export interface Exhibit<Lines> {
  readonly mistake: string;
  /** What the number is, with its unit. */
  readonly quantity: string;
  readonly wrong: Lines;
  readonly right: Lines;
  /** The number that some lines give. */
  readonly number: (lines: Lines) => number;
  /** The same number by a way that shares nothing with the right lines. */
  readonly independent: number;
  /** What that way is. */
  readonly by: string;
  /** The standard error of right - independent, where one of them is a Monte Carlo estimate. */
  readonly standardError?: number;
  /** True for lines that are right. */
  readonly test: (lines: Lines) => boolean;
}

/** What became of an exhibit. `missed`: the test accepts the mistake. `false alarm`: it rejects the right lines. */
export type Verdict = 'caught' | 'missed' | 'false alarm';

export interface Finding {
  readonly mistake: string;
  readonly quantity: string;
  readonly wrong: number;
  readonly right: number;
  readonly independent: number;
  /** wrong - independent */
  readonly difference: number;
  readonly verdict: Verdict;
}

/**
 * |a - b| <= tolerance max(|a|, |b|, 1)
 * @throws RangeError for NaN, which would be close to nothing and so pass for a difference.
 */
export function isClose(a: number, b: number, tolerance = 1e-9): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) throw new RangeError(`cannot compare ${a} with ${b}`);
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1);
}

/**
 * wrong, right and difference = wrong - independent; caught when the test accepts the right lines and rejects the others.
 * @throws Error when the right lines and the independent way differ: by more than 1e-6 of their size, or by more than
 * five standard errors where one is given.
 */
export function examine<Lines>(exhibit: Exhibit<Lines>): Finding {
  const { mistake, quantity, independent, standardError, test } = exhibit;
  const [wrong, right] = [exhibit.number(exhibit.wrong), exhibit.number(exhibit.right)];
  const agree =
    standardError === undefined
      ? isClose(right, independent, 1e-6)
      : Math.abs(right - independent) <= 5 * standardError;
  if (!agree) {
    throw new Error(
      `"${mistake}": the right lines give ${right}, but ${exhibit.by} gives ${independent}: one of them is not right`,
    );
  }
  const verdict = !test(exhibit.right) ? 'false alarm' : test(exhibit.wrong) ? 'missed' : 'caught';
  return { mistake, quantity, wrong, right, independent, difference: wrong - independent, verdict };
}

/** The names of the mistakes with this verdict, in their order. */
export function findingsBy(findings: readonly Finding[], verdict: Verdict): string[] {
  return findings.filter(finding => finding.verdict === verdict).map(({ mistake }) => mistake);
}

/** Shows exhibits one by one, and remembers them for the table at the end. */
export class Museum {
  private readonly found = new Map<string, Finding>();

  /**
   * Examines the exhibit, shows what was found and gives it; shown again, it takes its old place.
   * @throws Error as `examine`.
   */
  show<Lines>(exhibit: Exhibit<Lines>): Finding {
    const found = examine(exhibit);
    this.found.set(found.mistake, found);
    const { quantity, by, standardError } = exhibit;
    const rows: [string, unknown][] = [
      ['the lines that look right', found.wrong],
      ['the right lines', found.right],
      [`independent: ${by}`, found.independent],
      ...(standardError === undefined
        ? []
        : [['standard error of the right lines', standardError] as [string, number]]),
      ['the first is off by', found.difference],
      ['the test, on the right lines', found.verdict === 'false alarm' ? 'false alarm' : 'passes'],
      ['the test, on the lines that look right', found.verdict === 'missed' ? 'missed' : 'caught'],
    ];
    showTable(
      rows.map(([what, value]) => ({ what, [quantity]: value })),
      { caption: found.mistake, digits: 5 },
    );
    return found;
  }

  /** What was found so far, in the order of the first showing. */
  findings(): Finding[] {
    return [...this.found.values()];
  }

  /** Shows all findings in the order of their first showing. @throws RangeError when nothing was shown. */
  showAll(caption: string): void {
    if (this.found.size === 0) throw new RangeError('the museum is empty: run the cells above first');
    showTable(
      this.findings().map(({ mistake, quantity, wrong, independent, difference, verdict }) => {
        return { mistake, quantity, wrong, right: independent, difference, test: verdict };
      }),
      { caption, digits: 4 },
    );
  }
}
