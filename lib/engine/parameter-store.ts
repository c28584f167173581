import { largestFloat } from '../not-finite';
import { largestWeight, Slot } from './assembly/plan';
import { describe } from './batch';
import type { EngineMemory } from './memory';
import { sizeOf, type Parameter } from './parameters';

/** Named numbers, row by row, in Keras's shapes. */
export type EngineWeights = Record<string, Float32Array>;

/** Reads and writes the parameters, their moments and gradients, as people know them. */
export class ParameterStore {
  constructor(
    private readonly memory: EngineMemory,
    private readonly parameters: readonly Parameter[],
  ) {}

  /** The parameters themselves, or one of their moments: `Slot.firstMoment`, `Slot.secondMoment`. */
  readAll(which: Slot = Slot.embedding): EngineWeights {
    return this.named(parameter => this.read(parameter, this.distanceTo(which)));
  }

  /**
   * @throws RangeError for an unknown name, another number of values, or a value that is no number or far too large; then
   * nothing is written.
   */
  writeAll(weights: EngineWeights, which: Slot = Slot.embedding): void {
    const chosen = Object.entries(weights).map(([name, values]) => this.check(name, values, which));
    for (const { parameter, values } of chosen) this.write(parameter, this.distanceTo(which), values);
  }

  /** Of the batch that went backward last. */
  gradients(): EngineWeights {
    const distance = this.memory.get(Slot.restGradient) - this.memory.get(Slot.kernel);
    return this.named(parameter =>
      parameter.slot === Slot.embedding ? this.wordGradients(parameter) : this.read(parameter, distance),
    );
  }

  /** Values for each parameter, in their order. */
  named(values: (parameter: Parameter) => Float32Array): EngineWeights {
    return Object.fromEntries(this.parameters.map(parameter => [parameter.name, values(parameter)]));
  }

  private check(
    name: string,
    values: Float32Array,
    which: Slot,
  ): { parameter: Parameter; values: Float32Array } {
    const parameter = this.parameters.find(one => one.name === name);
    if (!parameter) {
      const names = this.parameters.map(one => one.name).join(', ');
      throw new RangeError(`there is no parameter "${name}" in this network: it has ${names}`);
    }
    if (!(values instanceof Float32Array) || values.length !== sizeOf(parameter)) {
      const found =
        values instanceof Float32Array ? `it holds ${values.length}` : `it is ${describe(values)}`;
      throw new RangeError(
        `"${name}" must hold [${parameter.shape.join(', ')}] = ${sizeOf(parameter)} numbers in a Float32Array, but ${found}`,
      );
    }
    const wrong = firstBeyond(values, which);
    if (wrong >= 0) {
      const what = { [Slot.firstMoment]: 'average gradient', [Slot.secondMoment]: 'average square' }[
        which as number
      ];
      throw new RangeError(
        `${what ? `the ${what} of ` : ''}"${name}" holds ${values[wrong]} at place ${wrong} of ${values.length}: ` +
          (which === Slot.secondMoment
            ? 'an average of squares is a finite number >= 0'
            : `only finite numbers ${which === Slot.embedding ? `up to ${largestWeight} in size ` : ''}can be computed with`),
      );
    }
    return { parameter, values };
  }

  private distanceTo(which: Slot): number {
    return this.memory.get(which) - this.memory.get(Slot.embedding);
  }

  private read(parameter: Parameter, distance: number): Float32Array {
    const size = sizeOf(parameter);
    const memory = this.memory.floatsBehind(parameter.slot, distance, parameter.at(size - 1) + 1);
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = memory[parameter.at(i)] as number;
    return values;
  }

  private write(parameter: Parameter, distance: number, values: Float32Array): void {
    const memory = this.memory.floatsBehind(parameter.slot, distance, parameter.at(values.length - 1) + 1);
    const { run } = parameter;
    if (run === 1) for (let i = 0; i < values.length; i++) memory[parameter.at(i)] = values[i] as number;
    else
      for (let i = 0; i < values.length; i += run) memory.set(values.subarray(i, i + run), parameter.at(i));
  }

  /** The engine keeps gradients for the batch's words alone, one sum for each group of filters. */
  private wordGradients(parameter: Parameter): Float32Array {
    const [words, dimensions] = parameter.shape as [number, number];
    const depth = this.memory.get(Slot.embeddingPadded);
    const rows = this.memory.get(Slot.words);
    const { groups } = this.memory.layout;
    const sums = this.memory.floats(Slot.wordGradient, groups * rows * depth);
    const place = this.memory.integers(Slot.place, words);
    const gradient = new Float32Array(words * dimensions);
    for (let word = 0; word < words; word++) {
      const row = place[word] as number;
      if (row < 0) continue;
      for (let d = 0; d < dimensions; d++) {
        let sum = 0;
        for (let group = 0; group < groups; group++) sum += sums[(group * rows + row) * depth + d] as number;
        gradient[word * dimensions + d] = sum;
      }
    }
    return gradient;
  }
}

/** Where the first number lies that a weight (or an average of gradients, of squares) cannot be, or -1. */
function firstBeyond(values: Float32Array, which: Slot): number {
  const least = which === Slot.secondMoment ? 0 : which === Slot.embedding ? -largestWeight : -largestFloat;
  const most = which === Slot.embedding ? largestWeight : largestFloat;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! >= least && values[i]! <= most)) return i;
  }
  return -1;
}
