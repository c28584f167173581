import type { EngineOptions, EngineWeights, TextBatch } from '../../lib/engine';

/** Sizes and settings that are all given. */
export type Network = Required<Omit<EngineOptions, 'threads' | 'seed' | 'batch'>>;

/**
 * The network's loss in 64 bits, written as the formula says it: every window's response, one sum after the other.
 *
 * Shares nothing with the engine: finite differences of it are the engine's oracle.
 */
export function float64Loss(
  network: Network,
  weights: Record<string, ArrayLike<number>>,
  { tokens, labels }: TextBatch,
  noise: ArrayLike<number> | undefined,
): number {
  const { head, length, latent, filters, lambda, beta } = network;
  const n = labels.length;
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const h = features(network, weights, tokens.subarray(i * length, (i + 1) * length));
    let kl = 0;
    const layer = (name: string) =>
      Array.from({ length: latent }, (_, k) => {
        let sum = weights[`${name}Bias`]![k]!;
        for (let f = 0; f < filters; f++) sum += h[f]! * weights[`${name}Kernel`]![f * latent + k]!;
        return sum;
      });
    let code = h;
    if (head === 'dense') code = layer('hidden').map((a, k) => Math.max(a, 0) * noise![i * latent + k]!);
    if (head === 'vib') {
      const logVar = layer('logVar');
      code = layer('mean').map((mean, k) => {
        kl += 0.5 * (mean ** 2 + Math.exp(logVar[k]!) - 1 - logVar[k]!);
        return mean + Math.exp(logVar[k]! / 2) * noise![i * latent + k]!;
      });
    }
    const logit = code.reduce((sum, z, k) => sum + z * weights.outputKernel![k]!, weights.outputBias![0]!);
    const p = 1 / (1 + Math.exp(-logit));
    loss -= Math.log(labels[i] === 1 ? p : 1 - p) / n;
    loss += (lambda * Math.max(kl - beta, 0)) / n;
  }
  return loss;
}

function features(
  { embedding, filters, width, length }: Network,
  weights: Record<string, ArrayLike<number>>,
  text: ArrayLike<number>,
): number[] {
  return Array.from({ length: filters }, (_, f) => {
    let best = 0;
    for (let t = 0; t + width <= length; t++) {
      let response = weights.bias![f]!;
      for (let k = 0; k < width; k++) {
        for (let d = 0; d < embedding; d++) {
          const vector = weights.embedding![text[t + k]! * embedding + d]!;
          response += vector * weights.kernel![(k * embedding + d) * filters + f]!;
        }
      }
      best = Math.max(best, response);
    }
    return best;
  });
}

/** Central differences of `float64Loss` with respect to some numbers of one parameter. */
export function float64Gradient(
  network: Network,
  weights: EngineWeights,
  batch: TextBatch,
  noise: ArrayLike<number> | undefined,
  place: { name: string; index: number },
  step = 1e-6,
): number {
  const copy = Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [name, Float64Array.from(values)]),
  );
  const at = copy[place.name]!;
  const centre = at[place.index]!;
  const moved = (by: number): number => {
    at[place.index] = centre + by;
    return float64Loss(network, copy, batch, noise);
  };
  return (moved(step) - moved(-step)) / (2 * step);
}
