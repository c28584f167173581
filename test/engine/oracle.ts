import { TextCnnEngine, type EngineOptions, type TextBatch } from '../../lib/engine';
import { engineHost } from '../../lib/models';
import oracle from '../oracles/engine_keras.json';

type OracleCase = (typeof oracle.cases)[number];

/** The texts on which Keras computed its gradients. */
export const oracleBatch: TextBatch & { tokens: Int32Array } = {
  tokens: Int32Array.from(oracle.tokens.flat()),
  labels: oracle.labels,
};

export const oracleCases = oracle.cases.map((one: OracleCase) => ({
  name: `${one.head}, width ${one.width}${'beta' in one && one.beta ? ', with a budget' : ''}`,
  options: {
    ...oracle.sizes,
    head: one.head as EngineOptions['head'],
    width: one.width,
    seed: 1,
    batch: 8,
    ...('dropout' in one && { dropout: one.dropout }),
    ...('lambda' in one && { lambda: one.lambda, beta: one.beta }),
  } satisfies EngineOptions,
  noise: one.noise === null ? undefined : Float32Array.from(one.noise),
  weights: Object.fromEntries(
    Object.entries(one.weights as unknown as Record<string, number[]>).map(([name, values]) => [
      name,
      Float32Array.from(values),
    ]),
  ),
  expected: { ...one, gradients: one.gradients as unknown as Record<string, number[]> },
}));

/** An engine for a test; the caller disposes of it. */
export function testEngine(options: EngineOptions): TextCnnEngine {
  return new TextCnnEngine({ threads: 1, ...options }, engineHost());
}
