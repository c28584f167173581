import type { EngineHost } from './host';
import type { EngineOptions } from './options';
import type { EngineWeights } from './parameter-store';
import { TextCnnEngine, type OptimizerState } from './text-cnn-engine';

const format = 'vib-notebooks text CNN';
const version = '1';

/** What a file says of itself. */
interface Head {
  __metadata__?: Record<string, string>;
  [tensor: string]: unknown;
}

/** One tensor in the header of a safetensors file. */
interface TensorEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * A trained model as bytes, in the safetensors format: eight bytes with the length of a JSON header, the header, the
 * numbers. Python reads the weights with `safetensors.numpy.load_file`.
 *
 * @param options.optimizer also keeps what the next steps depend on: training goes on to the same bits
 * Source: https://github.com/huggingface/safetensors (the format).
 */
export function saveEngine(
  engine: TextCnnEngine,
  { optimizer = false }: { optimizer?: boolean } = {},
): Uint8Array {
  const state = optimizer ? engine.optimizerState() : undefined;
  const { settings, lambda, beta } = engine;
  // The number of threads belongs to the machine, not to the model.
  const kept = { ...settings, threads: undefined, lambda, beta };
  const metadata: Record<string, string> = { format, version, settings: JSON.stringify(kept) };
  const tensors = new Map(Object.entries(engine.weights()));
  if (state) {
    metadata.optimizer = JSON.stringify({ steps: state.steps, noise: state.noise });
    for (const [name, values] of Object.entries(state.first)) tensors.set(`firstMoment.${name}`, values);
    for (const [name, values] of Object.entries(state.second)) tensors.set(`secondMoment.${name}`, values);
  }
  const head: Head = { __metadata__: metadata };
  let end = 0;
  for (const [name, { length, byteLength }] of tensors) {
    const shape = engine.shapes[name.replace(/^.*\./, '')] ?? [length];
    head[name] = { dtype: 'F32', shape, data_offsets: [end, (end += byteLength)] } satisfies TensorEntry;
  }
  return joinParts(JSON.stringify(head), tensors, end);
}

/**
 * The engine of a file that `saveEngine` made; with the optimizer's state when it was kept.
 *
 * @throws RangeError for a file of another kind or version, one that was cut short, or whose tensors do not fit.
 */
export function loadEngine(
  bytes: Uint8Array,
  host: EngineHost,
  options: Pick<EngineOptions, 'threads'> = {},
): TextCnnEngine {
  const { head, data } = readHead(bytes);
  const metadata = head.__metadata__ ?? {};
  if (metadata.format !== format) {
    throw new RangeError(
      `this is not a model of the text CNN: its format is "${metadata.format ?? 'not given'}", but "${format}" is needed`,
    );
  }
  if (metadata.version !== version) {
    throw new RangeError(
      `the model file has version ${metadata.version ?? 'none'}, but this program reads version ${version}: save it anew ` +
        'with the program that reads it',
    );
  }
  const settings = parse(metadata.settings, 'settings') as EngineOptions;
  const named = readTensors(head, data);
  const pick = (prefix: string): EngineWeights =>
    Object.fromEntries(
      [...named]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, values]) => [name.slice(prefix.length), values]),
    );
  const engine = new TextCnnEngine({ ...settings, ...options }, host);
  try {
    engine.setWeights(
      complete(engine, Object.fromEntries([...named].filter(([name]) => !name.includes('.')))),
    );
    if (metadata.optimizer !== undefined) {
      const kept = parse(metadata.optimizer, 'optimizer') as Pick<OptimizerState, 'steps' | 'noise'>;
      const [first, second] = [pick('firstMoment.'), pick('secondMoment.')];
      engine.setOptimizerState({ ...kept, first: complete(engine, first), second: complete(engine, second) });
    }
    return engine;
  } catch (error) {
    engine.dispose();
    throw error;
  }
}

function joinParts(head: string, tensors: Map<string, Float32Array>, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(head);
  // Spaces behind the header, so that the numbers start at a multiple of eight bytes.
  const headBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headBytes + dataBytes).fill(32, 8, 8 + headBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headBytes), true);
  bytes.set(text, 8);
  let at = 8 + headBytes;
  for (const values of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

function readHead(bytes: Uint8Array): { head: Head; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + length > bytes.length) {
    throw new RangeError(
      `this is not a safetensors file, or it was cut short: it has ${bytes.length} bytes, and its first eight promise a ` +
        `header of ${Number.isFinite(length) ? length : 'more'}`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  return { head: parse(text, 'header') as Head, data: bytes.subarray(8 + length) };
}

function readTensors(head: Head, data: Uint8Array): Map<string, Float32Array> {
  const tensors = new Map<string, Float32Array>();
  for (const [name, value] of Object.entries(head)) {
    if (name === '__metadata__') continue;
    const { dtype, data_offsets: offsets } = value as Partial<TensorEntry>;
    const [start, end] = offsets ?? [NaN, NaN];
    if (dtype !== 'F32' || !(start >= 0 && end >= start && end <= data.length) || (end - start) % 4 !== 0) {
      throw new RangeError(
        `the tensor "${name}" of the model file is damaged or was cut short: ${JSON.stringify(value)} of ${data.length} bytes`,
      );
    }
    tensors.set(name, new Float32Array(data.slice(start, end).buffer));
  }
  return tensors;
}

function complete(engine: TextCnnEngine, weights: EngineWeights): EngineWeights {
  const missing = Object.keys(engine.shapes).filter(name => !(name in weights));
  if (missing.length > 0) throw new RangeError(`the model file lacks ${missing.join(', ')}`);
  return weights;
}

function parse(text: string | undefined, what: string): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    throw new RangeError(`the ${what} of the model file cannot be read: the file is damaged`);
  }
}
