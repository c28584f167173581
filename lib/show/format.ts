import { describeValue } from './describe-value';

/** A number with at most `digits` significant digits for people: 0.3127, 88.64, 1.235e-7; 0.1 stays 0.1, whole numbers stay whole. */
export function formatNumber(x: number, digits = 4): string {
  checkDigits(digits, 'digits', 1);
  if (typeof x !== 'number')
    throw new RangeError(`only a number can be formatted, but it is ${describeValue(x, 60)}`);
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x > 0 ? 'infinity' : '-infinity';
  const size = Math.abs(x);
  if (Number.isInteger(x) && size < 1e15) return String(x);
  const exact = Number(x.toPrecision(digits)) === x;
  if (exact && size >= 1e-4) return String(x);
  if (size >= 1e-4 && size < 1e9) return size >= 10 ** digits ? String(Math.round(x)) : x.toPrecision(digits);
  return exact ? x.toExponential() : x.toExponential(digits - 1);
}

/** @throws RangeError when `digits` is not a whole number from `least` to 100, the most that JavaScript writes. */
export function checkDigits(digits: number, name: string, least: 0 | 1): void {
  if (!Number.isInteger(digits) || digits < least || digits > 100)
    throw new RangeError(`${name} must be a whole number from ${least} to 100, but it is ${String(digits)}`);
}

/**
 * "0.28 ± 0.03": an estimate and half the width of its interval, with `places` decimals each
 *
 * @throws RangeError for an interval that is not symmetric (use {@link withLimits}), NaN, or places not from 0 to 100.
 * @example
 * plusMinus(meanInterval([1, 2, 3, 4]), 2)   // '2.50 ± 1.26'
 */
export function plusMinus({ value, low, high }: Limits, places: number): string {
  checkLimits({ value, low, high }, places);
  const half = high - value;
  if (Number.isFinite(half) && Math.abs(half - (value - low)) > 1e-6 * (high - low))
    throw new RangeError(
      `± stands for a symmetric interval, but ${value} has ${low} and ${high} about it: write it with withLimits`,
    );
  return `${value.toFixed(places)} ± ${half.toFixed(places)}`;
}

/**
 * "0.28 [0.25, 0.31]": an estimate and the limits of its interval, with `places` decimals each
 *
 * @throws RangeError for NaN, or places not from 0 to 100.
 */
export function withLimits({ value, low, high }: Limits, places: number): string {
  checkLimits({ value, low, high }, places);
  return `${value.toFixed(places)} [${low.toFixed(places)}, ${high.toFixed(places)}]`;
}

/** What `meanInterval` and its relatives return. */
interface Limits {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function checkLimits({ value, low, high }: Limits, places: number): void {
  checkDigits(places, 'places', 0);
  if (!(low <= value && value <= high))
    throw new RangeError(`an estimate lies within its interval, but ${value} is not from ${low} to ${high}`);
}

/** Seconds for people: "0.4 s", "12 s", "3 min 5 s", "1 h 2 min"; "unknown" when it is not a number. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return 'unknown';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Breaks a text into lines of at most `width` characters, at spaces; a longer word keeps its own line. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(part => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
