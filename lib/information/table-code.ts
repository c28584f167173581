import { checkCount, checkSameLength, checkVector } from '../checks';
import type { CodeTerms, ExactCode, Term } from './code-terms';
import { discreteMutualInformation } from './exact';

/**
 * p(z|x) = exp(l_xz) / sum_z' exp(l_xz'): an encoder that is a table, with the best prior q(z) = p(z) and the best
 * classifier p(y|z), for a joint table p(x,y) `[x][y]`.
 *
 * The parameters are the logits l `[x * codes + z]`. In nats: R = sum_xz p(x) p(z|x) ln(p(z|x) / p(z)) = I(X;Z), and
 * I(Z;Y) = sum_zy p(z,y) ln(p(z,y) / (p(z) p(y))). The code is one dimension, so there is one R_k.
 * Source: Tishby, Pereira & Bialek 1999, whose encoder is this table.
 * @throws RangeError for a bad joint table or a number of codes below 1.
 */
export function tableCode(joint: ReadonlyArray<ArrayLike<number>>, codes: number): ExactCode {
  checkCount(codes, 'codes');
  discreteMutualInformation(joint);
  const [inputs, labels] = [joint.length, joint[0]!.length];
  const px = joint.map(row => sum(row));
  const py = Array.from({ length: labels }, (_, y) => sum(joint.map(row => row[y]!)));

  const terms = (given: Float64Array): CodeTerms => {
    checkSameLength(
      checkVector(given, 'logits'),
      'logits',
      { length: inputs * codes },
      `a table of ${inputs} inputs and ${codes} codes`,
    );
    const logits = Float64Array.from(given);
    const p = softmaxRows(logits, inputs, codes);
    const pz = new Float64Array(codes);
    const pzy = new Float64Array(codes * labels);
    for (let x = 0; x < inputs; x++) {
      for (let z = 0; z < codes; z++) {
        const chance = p[x * codes + z]!;
        pz[z] += px[x]! * chance;
        for (let y = 0; y < labels; y++) pzy[z * labels + y] += joint[x]![y]! * chance;
      }
    }
    const logRatio = new Float64Array(inputs * codes);
    const kl = new Float64Array(inputs);
    const about = new Float64Array(codes * labels);
    let [rate, relevant] = [0, 0];
    const byRate = new Float64Array(inputs * codes);
    const byRelevant = new Float64Array(inputs * codes);
    for (let z = 0; z < codes; z++) {
      for (let y = 0; y < labels; y++) {
        const i = z * labels + y;
        about[i] = pzy[i]! > 0 ? logRatioOf(pzy[i]!, pz[z]!, py[y]!) : 0;
        relevant += pzy[i]! * about[i]!;
      }
    }
    for (let x = 0; x < inputs; x++) {
      for (let z = 0; z < codes; z++) {
        const i = x * codes + z;
        // An input that never comes may use codes that never come.
        logRatio[i] = p[i]! > 0 && pz[z]! > 0 ? Math.log(p[i]!) - Math.log(pz[z]!) : 0;
        kl[x] += p[i]! * logRatio[i]!;
        byRate[i] = px[x]! * logRatio[i]!;
        for (let y = 0; y < labels; y++) byRelevant[i] += joint[x]![y]! * about[z * labels + y]!;
      }
      rate += px[x]! * kl[x]!;
    }
    const term = (value: number, byEntry: Float64Array): Term => ({
      value,
      gradient: throughSoftmax(byEntry, p, inputs, codes),
    });
    const hinge = (beta: number): Term => {
      const byHinge = new Float64Array(inputs * codes);
      // p(z) moves with every input's row, whether that input pays or not.
      const paying = new Float64Array(codes);
      let value = 0;
      for (let x = 0; x < inputs; x++) {
        if (kl[x]! <= beta) continue;
        value += px[x]! * (kl[x]! - beta);
        for (let z = 0; z < codes; z++) {
          paying[z] += px[x]! * p[x * codes + z]!;
          byHinge[x * codes + z] = px[x]! * logRatio[x * codes + z]!;
        }
      }
      for (let i = 0; i < byHinge.length; i++) {
        const z = i % codes;
        if (pz[z]! > 0) byHinge[i] -= (px[Math.floor(i / codes)]! * paying[z]!) / pz[z]!;
      }
      return term(value, byHinge);
    };
    // Rounding can leave a silent code a little below nothing.
    const rateTerm = term(Math.max(0, rate), byRate);
    return { relevant: term(relevant, byRelevant), rate: rateTerm, rates: [rateTerm], hinge };
  };
  return { size: inputs * codes, terms };
}

/** ln(p / (a b)), whose product may be too small for a number. */
function logRatioOf(p: number, a: number, b: number): number {
  const product = a * b;
  return product > 1e-290 ? Math.log(p / product) : Math.log(p) - Math.log(a) - Math.log(b);
}

function softmaxRows(logits: Float64Array, inputs: number, codes: number): Float64Array {
  const p = new Float64Array(inputs * codes);
  for (let x = 0; x < inputs; x++) {
    const row = logits.subarray(x * codes, (x + 1) * codes);
    const top = row.reduce((most, l) => Math.max(most, l), -Infinity);
    const total = sum(row.map(l => Math.exp(l - top)));
    row.forEach((l, z) => (p[x * codes + z] = Math.exp(l - top) / total));
  }
  return p;
}

/** dF/dl_xz = p(z|x) (g_xz - sum_z' p(z'|x) g_xz'), from g = dF/dp(z|x), in which a constant of a row does not count. */
function throughSoftmax(g: Float64Array, p: Float64Array, inputs: number, codes: number): Float64Array {
  const out = new Float64Array(inputs * codes);
  for (let x = 0; x < inputs; x++) {
    let mean = 0;
    for (let z = 0; z < codes; z++) mean += p[x * codes + z]! * g[x * codes + z]!;
    for (let z = 0; z < codes; z++) out[x * codes + z] = p[x * codes + z]! * (g[x * codes + z]! - mean);
  }
  return out;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
