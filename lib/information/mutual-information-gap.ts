import { checkCount, checkList, checkRecord, checkRows, checkSameLength } from '../checks';
import { discreteEntropy, discreteMutualInformation } from './exact';

export interface InformationGap {
  /** I(z_k; v_j), nats, `[factors][K]`. */
  information: number[][];
  /** H(v_j), nats, `[factors]`. */
  entropies: number[];
  /** (largest - second largest I(z_k; v_j)) / H(v_j), `[factors]`, from 0 to 1. */
  gaps: number[];
  /** The mean of the gaps: MIG. */
  mean: number;
}

/**
 * MIG = mean_j [ max_k I(z_k; v_j) - second_k I(z_k; v_j) ] / H(v_j)
 *
 * 1 when each factor v_j is told by one latent number alone, 0 when at least two know equally much of it. Each z_k is cut
 * into `bins` parts that are equally often met, so that stretching an axis changes nothing; equal numbers stay in one part,
 * whatever their order, so parts of codes with ties may be of unequal size. The plug-in information of the
 * cut codes is too large by about (bins - 1)(levels - 1)/(2 n) nats where there is none.
 *
 * @param codes `[n][K]`, z ~ p(z|x); means would show a silent dimension's last digits as information
 * @param factors `[factors][n]`, whole numbers >= 0: the level of each factor
 * Source: Chen et al. 2018, equation (6).
 * @throws RangeError for fewer than two codes or latent dimensions, a factor without variation, or lengths that differ.
 */
export function mutualInformationGap(
  codes: readonly ArrayLike<number>[],
  factors: readonly ArrayLike<number>[],
  options: { bins?: number } = {},
): InformationGap {
  const { bins = 20 } = checkRecord(options, 'options', '{ bins }');
  checkCount(bins, 'bins', 2);
  const first = checkList(codes, 'codes', 'vectors')[0];
  checkList(factors, 'factors', 'lists of levels');
  if (first === undefined || codes.length < 2 || first.length < 2 || factors.length === 0) {
    throw new RangeError(
      `a gap needs two codes of two numbers and a factor at least, but there are ${codes.length} codes of ` +
        `${first?.length ?? 0} and ${factors.length} factors`,
    );
  }
  checkRows(codes, 'codes', 'vectors');
  const cuts = Array.from(first, (_, k) =>
    equalParts(
      Float64Array.from(codes, code => code[k]!),
      bins,
    ),
  );
  const counted = Array.from(factors, (levels, j) => {
    checkSameLength(levels, `factor ${j}`, codes, 'the list of codes');
    const tables = cuts.map(cut => jointTable(levels, cut, `factor ${j}`));
    const entropy = discreteEntropy(tables[0]!.map(row => row.reduce((a, b) => a + b, 0)));
    if (!(entropy > 0)) throw new RangeError(`factor ${j} has the same level everywhere: leave it out`);
    const information = tables.map(discreteMutualInformation);
    const [most = 0, next = 0] = [...information].sort((a, b) => b - a);
    return { information, entropy, gap: (most - next) / entropy };
  });
  const gaps = counted.map(one => one.gap);
  return {
    information: counted.map(one => one.information),
    entropies: counted.map(one => one.entropy),
    gaps,
    mean: gaps.reduce((a, b) => a + b, 0) / gaps.length,
  };
}

/** floor(rank * bins / n), `[n]`: parts of equal size. Equal values share the mean of their ranks. */
function equalParts(values: Float64Array, bins: number): Uint32Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const parts = new Uint32Array(values.length);
  for (let first = 0, next = 0; first < order.length; first = next) {
    while (next < order.length && values[order[next]!] === values[order[first]!]) next++;
    const rank = (first + next - 1) / 2;
    for (let at = first; at < next; at++) parts[order[at]!] = Math.floor((rank * bins) / values.length);
  }
  return parts;
}

/** p(level, part) of the levels and parts that occur. */
function jointTable(levels: ArrayLike<number>, parts: Uint32Array, name: string): number[][] {
  for (let i = 0; i < levels.length; i++) checkCount(levels[i]!, `${name}[${i}]`, 0);
  const [rows, columns] = [places(levels), places(parts)];
  const table = Array.from({ length: rows.size }, () => new Array<number>(columns.size).fill(0));
  for (let i = 0; i < levels.length; i++) {
    table[rows.get(levels[i]!)!]![columns.get(parts[i]!)!] += 1 / levels.length;
  }
  return table;
}

/** value -> its place among the values that occur, in rising order. */
function places(values: ArrayLike<number>): Map<number, number> {
  const distinct = [...new Set(Array.from(values))].sort((a, b) => a - b);
  return new Map(distinct.map((value, place) => [value, place]));
}
