import { checkCount } from '../checks';
import { crc32 } from './crc32';
import type { EngineHost } from './host';
import { layOut } from './layout';
import { fileError, ModelFileError } from './model-file-error';
import { completeOptions, type EngineOptions, type EngineSettings } from './options';
import type { EngineWeights } from './parameter-store';
import { parametersOf, sizeOf } from './parameters';
import { checkStream } from './results';
import { TextCnnEngine, type OptimizerState } from './text-cnn-engine';

const format = 'vib-notebooks text CNN';
const version = '2';
/** How the header of a file begins; eight digits of the checksum follow. */
const opening = `{"__metadata__":{"format":"${format}","version":"${version}","crc32":"`;
const digits = 8;

/** One tensor in the header of a safetensors file. */
interface TensorEntry {
  dtype: 'F32';
  shape: number[];
  data_offsets: [number, number];
}

/** The settings that a file keeps; the number of threads belongs to the machine, not to the model. */
type KeptSettings = Omit<EngineSettings, 'threads'>;

const settingNames: readonly (keyof KeptSettings)[] = [
  'words',
  'length',
  'embedding',
  'filters',
  'width',
  'latent',
  'lambda',
  'beta',
  'dropout',
  'batch',
  'head',
  'seed',
];

/**
 * A trained model as bytes, in the safetensors format: eight bytes with the length of a JSON header, the header, the
 * numbers. Python reads the weights with `safetensors.numpy.load_file`.
 *
 * The header holds the CRC-32 of the whole file, taken with zeros in its own place.
 *
 * @param options.optimizer also keeps what the next steps depend on: training goes on to the same bits
 * @throws Error after `dispose`.
 * Source: https://github.com/huggingface/safetensors (the format).
 */
export function saveEngine(
  engine: TextCnnEngine,
  { optimizer = false }: { optimizer?: boolean } = {},
): Uint8Array {
  const state = optimizer ? engine.optimizerState() : undefined;
  const { lambda, beta } = engine;
  const settings = { ...engine.settings, lambda, beta };
  const tensors = named(engine.weights(), state);
  const bytes = fileOf(
    headerOf({
      settings: settingsText(settings),
      optimizer: state && JSON.stringify({ steps: state.steps, noise: state.noise }),
      entries: entriesOf(settings, state !== undefined),
    }),
    tensors,
  );
  bytes.set(new TextEncoder().encode(checksum(bytes)), 8 + opening.length);
  return bytes;
}

/**
 * The engine of a file that `saveEngine` made; with the optimizer's state when it was kept.
 *
 * @throws ModelFileError for anything else: another kind or version of file, one that was cut short or changed (its checksum
 * does not fit), or whose header or numbers no engine would have written.
 * @throws RangeError for a bad number of threads.
 */
export function loadEngine(
  bytes: Uint8Array,
  host: EngineHost,
  options: Pick<EngineOptions, 'threads'> = {},
): TextCnnEngine {
  const threads = options.threads ?? Math.max(1, Math.min(2, host.cores));
  completeOptions({ head: 'none', seed: 0, threads }, host.cores);
  const { header, data } = readHeader(bytes);
  const { settings, optimizer } = readMetadata(header);
  const entries = entriesOf(settings, optimizer !== undefined);
  checkEntries(header, entries, data.length);
  const expected = headerOf({
    settings: settingsText(settings),
    optimizer: optimizer && JSON.stringify(optimizer),
    entries,
  });
  // A JSON header may say a thing twice, of which only the last counts.
  if (headerText(bytes) !== expected.replace('0'.repeat(digits), header.__metadata__!.crc32!)) {
    throw fileError('its header is not written as saveEngine writes it');
  }
  const read = (prefix = ''): EngineWeights =>
    Object.fromEntries(
      Object.keys(entries)
        .filter(name => name.slice(0, name.lastIndexOf('.') + 1) === prefix)
        .map(name => [name.slice(prefix.length), floats(data, entries[name]!)]),
    );
  const engine = new TextCnnEngine({ ...settings, threads } as EngineOptions, host);
  try {
    engine.setWeights(read());
    if (optimizer) {
      engine.setOptimizerState({ ...optimizer, first: read('firstMoment.'), second: read('secondMoment.') });
    }
    return engine;
  } catch (error) {
    engine.dispose();
    throw error instanceof RangeError ? fileError(error.message) : error;
  }
}

function settingsText(settings: KeptSettings): string {
  return JSON.stringify(Object.fromEntries(settingNames.map(name => [name, settings[name]])));
}

type Header = { __metadata__?: Record<string, string> } & Record<string, unknown>;

function named(weights: EngineWeights, state: OptimizerState | undefined): Float32Array[] {
  return [weights, state?.first ?? {}, state?.second ?? {}].flatMap(part => Object.values(part));
}

/** The tensors of a file in their order: weights, then the optimizer's averages. */
function entriesOf(settings: KeptSettings, optimizer: boolean): Record<string, TensorEntry> {
  const complete = { ...settings, threads: 1 };
  const parameters = parametersOf(complete, layOut(complete));
  const prefixes = optimizer ? ['', 'firstMoment.', 'secondMoment.'] : [''];
  let end = 0;
  return Object.fromEntries(
    prefixes.flatMap(prefix =>
      parameters.map(parameter => {
        const offsets: [number, number] = [end, (end += 4 * sizeOf(parameter))];
        return [prefix + parameter.name, { dtype: 'F32', shape: parameter.shape, data_offsets: offsets }];
      }),
    ),
  );
}

/** The header's text, with zeros for the checksum. */
function headerOf(parts: {
  settings: string;
  optimizer: string | undefined;
  entries: Record<string, TensorEntry>;
}): string {
  const { settings, optimizer, entries } = parts;
  const metadata = { format, version, crc32: '0'.repeat(digits), settings, optimizer };
  return JSON.stringify({ __metadata__: metadata, ...entries });
}

function fileOf(header: string, tensors: Float32Array[]): Uint8Array {
  const text = new TextEncoder().encode(header);
  // Spaces behind the header, so that the numbers start at a multiple of eight bytes.
  const headBytes = Math.ceil(text.length / 8) * 8;
  const dataBytes = tensors.reduce((sum, values) => sum + values.byteLength, 0);
  const bytes = new Uint8Array(8 + headBytes + dataBytes).fill(32, 8, 8 + headBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headBytes), true);
  bytes.set(text, 8);
  let at = 8 + headBytes;
  for (const values of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Of the whole file, with zeros in place of the eight digits. */
function checksum(bytes: Uint8Array): string {
  const at = 8 + opening.length;
  const zeros = new Uint8Array(digits).fill('0'.charCodeAt(0));
  const crc = [bytes.subarray(0, at), zeros, bytes.subarray(at + digits)].reduce(
    (before, part) => crc32(part, before),
    0,
  );
  return crc.toString(16).padStart(digits, '0');
}

function headerLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
}

function headerText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(8, 8 + headerLength(bytes))).replace(/ {0,7}$/, '');
}

/** The header, of a file of this kind and version whose checksum fits. */
function readHeader(bytes: unknown): { header: Header; data: Uint8Array } {
  if (!(bytes instanceof Uint8Array)) {
    throw fileError('its content must be given as a Uint8Array (what readFileSync gives)');
  }
  const length = headerLength(bytes);
  if (8 + length > bytes.length) {
    throw fileError(
      `this is not a safetensors file, or it was cut short: it has ${bytes.length} bytes, and its first eight promise a ` +
        `header of ${Number.isFinite(length) ? length : 'more'}`,
    );
  }
  const header = parse(headerText(bytes), 'header');
  const { format: kind, version: edition } = objectOf(header.__metadata__ ?? {}, 'header');
  if (kind !== format) {
    throw fileError(
      `this is not a model of the text CNN: its format is "${textOf(kind, 'not given')}", but "${format}" is needed`,
    );
  }
  if (edition !== version) {
    throw new ModelFileError(
      `the model file has version ${textOf(edition, 'none')}, but this program reads version ${version}` +
        (edition === '1' ? ': version 1 has no checksum, so nobody can tell whether it is whole' : '') +
        '. Train the model anew and save it, or read its tensors with another safetensors library',
    );
  }
  const text = headerText(bytes);
  const given = text.slice(opening.length, opening.length + digits);
  const right = text.startsWith(opening) ? checksum(bytes) : 'at its beginning';
  if (given !== right) {
    throw fileError(`it is damaged or was cut short: its checksum is not ${given}, as it says, but ${right}`);
  }
  return { header: header, data: bytes.subarray(8 + length) };
}

function readMetadata(header: Header): {
  settings: KeptSettings;
  optimizer: Pick<OptimizerState, 'steps' | 'noise'> | undefined;
} {
  const metadata = header.__metadata__ as Record<string, unknown>;
  checkKeys(
    metadata,
    ['format', 'version', 'crc32', 'settings', ...('optimizer' in metadata ? ['optimizer'] : [])],
    'metadata',
  );
  const kept = parse(metadata.settings, 'settings');
  checkKeys(kept, settingNames, 'settings');
  for (const [name, value] of Object.entries(kept)) {
    if (name !== 'head' && typeof value !== 'number') {
      throw fileError(`its setting "${name}" must be a number, but it is ${JSON.stringify(value)}`);
    }
  }
  let optimizer: Pick<OptimizerState, 'steps' | 'noise'> | undefined;
  try {
    const settings = completeOptions(kept as unknown as EngineSettings, 1);
    if (settings.head === 'none') throw new RangeError("head must be 'logistic', 'dense' or 'vib'");
    layOut(settings);
    if ('optimizer' in metadata) {
      const { steps, noise } = checkKeys(
        parse(metadata.optimizer, 'optimizer'),
        ['steps', 'noise'],
        'optimizer',
      );
      optimizer = { steps: checkCount(steps as number, 'steps', 0), noise: checkStream(noise) };
    }
    return { settings, optimizer };
  } catch (error) {
    throw error instanceof RangeError ? fileError(error.message) : error;
  }
}

/** Are the tensors those of this network, one behind the other, and all there? */
function checkEntries(header: Header, entries: Record<string, TensorEntry>, bytes: number): void {
  checkKeys(header, ['__metadata__', ...Object.keys(entries)], 'header');
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const [found, right] = [header[name], entry].map(one => JSON.stringify(one));
    if (found !== right)
      throw fileError(`its tensor "${name}" should be ${right}, but the header says ${found}`);
    end = entry.data_offsets[1];
  }
  if (end !== bytes) throw fileError(`its tensors take ${end} bytes, but it holds ${bytes}`);
}

function floats(data: Uint8Array, { data_offsets: [start, end] }: TensorEntry): Float32Array {
  return new Float32Array(data.slice(start, end).buffer);
}

function parse(text: unknown, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(typeof text === 'string' ? text : '');
  } catch {
    throw fileError(`its ${what} cannot be read`);
  }
  return objectOf(value, what);
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fileError(`its ${what} cannot be read: it is no list of names and values`);
  }
  return value as Record<string, unknown>;
}

/** The object, when it has these keys and no others. */
function checkKeys(
  value: Record<string, unknown>,
  names: readonly string[],
  what: string,
): Record<string, unknown> {
  const missing = names.filter(name => !Object.keys(value).includes(name));
  if (missing.length > 0) throw fileError(`its ${what} lacks ${missing.join(', ')}`);
  const unknown = Object.keys(value).filter(name => !names.includes(name));
  if (unknown.length > 0) throw fileError(`its ${what} has what no model has: ${unknown.join(', ')}`);
  return value;
}
