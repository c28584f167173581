import { blockWidth, Slot } from './assembly/plan';
import type { Layout } from './layout';
import type { EngineSettings } from './options';

/** One parameter as people (and Keras) know it, and where its numbers lie in the engine's padded memory. */
export interface Parameter {
  name: string;
  /** As Keras has it. */
  shape: number[];
  slot: Slot;
  /** So many numbers in a row lie in a row. */
  run: number;
  /** The float, counted from the slot, at which number i (row by row) lies. */
  at(i: number): number;
}

/**
 * The parameters in the order of Keras: embedding `[words, embedding]`, kernel `[width, embedding, filters]`, bias
 * `[filters]`, then the head: `logistic` outputKernel, outputBias; `dense` hiddenKernel `[filters, latent]`, hiddenBias
 * before them; `vib` meanKernel, meanBias, logVarKernel, logVarBias.
 */
export function parametersOf(settings: EngineSettings, layout: Layout): Parameter[] {
  const { head, words, embedding, filters, width, latent } = settings;
  const depth = layout.slots[Slot.embeddingPadded] as number;
  const filtersPadded = layout.slots[Slot.filtersPadded] as number;
  const columns = head === 'logistic' ? filters : latent;
  const output: Parameter[] = [
    { name: 'outputKernel', shape: [columns, 1], slot: Slot.outputKernel, run: columns, at: i => i },
    { name: 'outputBias', shape: [1], slot: Slot.outputBias, run: 1, at: () => 0 },
  ];
  /** A layer of the head: the 16 columns of a block lie together, filter by filter. */
  const layer = (prefix: string, first: number): Parameter[] => [
    {
      name: `${prefix}Kernel`,
      shape: [filters, latent],
      slot: Slot.headKernel,
      run: 1,
      at: i => {
        const [filter, column] = [Math.floor(i / latent), first + (i % latent)];
        return (
          (Math.floor(column / blockWidth) * filtersPadded + filter) * blockWidth + (column % blockWidth)
        );
      },
    },
    { name: `${prefix}Bias`, shape: [latent], slot: Slot.headBias, run: latent, at: i => first + i },
  ];
  const heads = {
    none: () => [],
    logistic: () => output,
    dense: () => [...layer('hidden', 0), ...output],
    vib: () => [...layer('mean', 0), ...layer('logVar', layout.codePadded), ...output],
  };
  return [
    {
      name: 'embedding',
      shape: [words, embedding],
      slot: Slot.embedding,
      run: embedding,
      at: i => Math.floor(i / embedding) * depth + (i % embedding),
    },
    {
      name: 'kernel',
      shape: [width, embedding, filters],
      slot: Slot.kernel,
      run: 1,
      at: i => {
        const [row, filter] = [Math.floor(i / filters), i % filters];
        const [k, d] = [Math.floor(row / embedding), row % embedding];
        return (k * filtersPadded + filter) * depth + d;
      },
    },
    { name: 'bias', shape: [filters], slot: Slot.bias, run: filters, at: i => i },
    ...heads[head](),
  ];
}

/** How many numbers a parameter has. */
export function sizeOf({ shape }: Parameter): number {
  return shape.reduce((product, size) => product * size, 1);
}
