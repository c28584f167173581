import { jupyterDisplay } from './display';
import { classOf, safely } from './safe-read';

/**
 * Objects that have something better to show than their fields, known by their shape: this loads neither TensorFlow nor
 * danfojs, and a class that a notebook has loaded anew is still known.
 */

/** What is read of a tensor or variable of TensorFlow.js. */
export interface TensorLike {
  shape: number[];
  dtype: string;
  size: number;
  isDisposed?: boolean;
  dataSync(): ArrayLike<number | string>;
  reshape(shape: number[]): TensorLike;
  slice(begin: number, size: number): TensorLike;
  dispose(): void;
}

/** What is read of a danfojs DataFrame or Series. */
export interface DanfojsFrame {
  columns: string[];
  dtypes: string[];
  index: (string | number)[];
  values: unknown[];
  $isSeries: boolean;
}

export function asTensor(value: object): TensorLike | null {
  const like = value as Partial<TensorLike> & { dataId?: unknown };
  const is =
    hasMethods(value, 'dataSync', 'reshape', 'slice') && Array.isArray(like.shape) && 'dataId' in value;
  return is ? (value as unknown as TensorLike) : null;
}

export function asFrame(value: object): DanfojsFrame | null {
  if (!('$isSeries' in value) || !('$dataIncolumnFormat' in value)) return null;
  const { columns, dtypes, index, values } = value as Partial<DanfojsFrame>;
  return [columns, dtypes, index, values].every(Array.isArray) ? (value as unknown as DanfojsFrame) : null;
}

/** The object in a few words, with its class, or null when nothing is known of it. */
export function knownObject(value: object): string | null {
  return safely(() => {
    const tensor = asTensor(value);
    if (tensor) return tensorTitle(tensor);
    const frame = asFrame(value);
    if (frame) return frameTitle(frame);
    const fields = value as Record<string | symbol, unknown>;
    const name = classOf(value);
    if (typeof fields[jupyterDisplay] === 'function')
      return typeof fields.title === 'string' ? `${name} "${fields.title}"` : name;
    if (hasMethods(value, 'hasRef', 'unref') && name === 'Timeout') return timerTitle(fields);
    return learnerTitle(value);
  }, null);
}

/** "Tensor float32 [2, 3]", or that it is disposed. */
export function tensorTitle(tensor: TensorLike): string {
  const shape = tensor.shape.length === 0 ? 'scalar' : `[${tensor.shape.join(', ')}]`;
  const disposed = tensor.isDisposed === true ? ', disposed: its values are gone' : '';
  return `${classOf(tensor)} ${tensor.dtype} ${shape}${disposed}`;
}

/** "DataFrame, 1000 rows x 3 columns". */
export function frameTitle(frame: DanfojsFrame): string {
  const rows = `${frame.index.length} ${frame.index.length === 1 ? 'row' : 'rows'}`;
  if (frame.$isSeries) return `Series, ${rows}`;
  return `${classOf(frame)}, ${rows} x ${frame.columns.length} ${frame.columns.length === 1 ? 'column' : 'columns'}`;
}

/** A model, layer or optimizer in one line, or null: "DenseVib, 450 parameters". */
export function learnerTitle(value: object): string | null {
  const name = classOf(value);
  if (hasMethods(value, 'getConfig', 'applyGradients')) return name;
  const count = parametersOf(value);
  if (count === null) return null;
  const { name: own, layers } = value as { name?: unknown; layers?: unknown };
  const called = typeof own === 'string' && own !== '' ? ` "${own.slice(0, 60)}"` : '';
  const depth = Array.isArray(layers) ? `, ${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}` : '';
  return `${name}${called}${depth}, ${count}`;
}

/** What describes a model: its options, not its insides. */
const mainOptions = [
  ...['head', 'inputType', 'inputWidth', 'inputs', 'hidden', 'latent', 'latentSize', 'classes', 'covariance'],
  ...['words', 'length', 'embedding', 'filters', 'width', 'dropout', 'batch', 'members', 'threads'],
  ...['lambda', 'beta', 'seed', 'steps'],
];

/** The main options of a model or optimizer, by name; some may be missing. */
export function optionsOf(value: object): Record<string, unknown> {
  if (hasMethods(value, 'getConfig', 'applyGradients'))
    return safely(() => (value as { getConfig(): Record<string, unknown> }).getConfig(), {});
  const fields = value as Record<string, unknown>;
  const settings = (fields.settings ?? {}) as Record<string, unknown>;
  const read = mainOptions.map(
    name =>
      [name, [fields, settings].map(of => safely(() => of[name], undefined)).find(isPlainOption)] as const,
  );
  return Object.fromEntries(read.filter(([, one]) => one !== undefined));
}

function parametersOf(value: object): string | null {
  const fields = value as Record<string, unknown>;
  const say = (count: number) => `${count} ${count === 1 ? 'parameter' : 'parameters'}`;
  if ('parameterCount' in value) {
    const count = safely(() => fields.parameterCount, 'disposed');
    return typeof count === 'number' ? say(count) : count === 'disposed' ? 'disposed' : null;
  }
  if (hasMethods(value, 'countParams', 'getWeights')) {
    const count = safely(() => (value as { countParams(): number }).countParams(), null);
    return count === null ? 'not built yet' : say(count);
  }
  if (!('variables' in value) || !hasMethods(value, 'dispose')) return null;
  const variables = safely(() => fields.variables, null);
  if (!Array.isArray(variables) || !variables.every(one => asTensor(one as object) !== null)) return null;
  const tensors = variables as TensorLike[];
  if (tensors.some(one => one.isDisposed === true)) return 'disposed';
  return say(tensors.reduce((sum, one) => sum + one.size, 0));
}

function isPlainOption(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= 12 && value.every(one => typeof one === 'number');
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function timerTitle(timer: Record<string, unknown>): string {
  const again = timer._repeat === null ? 'clearTimeout' : 'clearInterval';
  if (timer._destroyed === true) return 'Timeout, over or cleared';
  return `Timeout of ${String(timer._idleTimeout)} ms, waiting: ${again} stops it`;
}

function hasMethods(value: object, ...names: string[]): boolean {
  const fields = value as Record<string, unknown>;
  return names.every(name => name in value && typeof fields[name] === 'function');
}
