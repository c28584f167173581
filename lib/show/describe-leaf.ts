import { inspect, types } from 'util';
import { knownObject } from './known-objects';
import { classOf, safely } from './safe-read';
import { shorten } from './well-formed';

/** What is no object, with at most so many characters of a text. */
export function primitive(value: unknown, most: number): string {
  if (typeof value === 'string') {
    const quoted = inspect(value.slice(0, most), { breakLength: Infinity });
    return value.length <= most ? quoted : `${quoted}... (${value.length} characters)`;
  }
  if (typeof value === 'function') return describeFunction(value);
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  return shorten(typeof value === 'bigint' ? `${text}n` : text, most);
}

/** Objects that are told in one piece; null for the others. */
export function leaf(value: object): string | null {
  if (types.isProxy(value)) return null;
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? 'Invalid Date' : Date.prototype.toISOString.call(value);
  }
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isNativeError(value)) return describeError(value);
  if (types.isPromise(value)) return describePromise(value);
  if (types.isBoxedPrimitive(value)) return `[${classOf(value)}: ${primitive(value.valueOf(), 60)}]`;
  if (types.isAnyArrayBuffer(value)) return bytesText(classOf(value), new Uint8Array(value));
  if (types.isDataView(value)) {
    return bytesText('DataView', new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  return knownObject(value);
}

function describeError(error: Error): string {
  const text = (key: 'name' | 'message') => safely(() => String(error[key]), '');
  const message = text('message');
  return `${text('name') || 'Error'}${message === '' ? '' : `: ${message}`}`;
}

/** tslab gives an unnamed function the name of the variable that keeps a cell's last value. */
function describeFunction(value: { name: unknown; toString(): string }): string {
  const name = safely(
    () => (typeof value.name === 'string' && value.name !== 'tsLastExpr' ? value.name : ''),
    '',
  );
  const source = safely(() => Function.prototype.toString.call(value).slice(0, 400), '');
  const shownName = name === '' ? '(anonymous)' : shorten(name, 80);
  if (/^class\b/.test(source)) {
    const parent = safely(() => (Object.getPrototypeOf(value) as { name?: unknown }).name, '');
    return `[class ${shownName}${typeof parent === 'string' && parent !== '' ? ` extends ${shorten(parent, 80)}` : ''}]`;
  }
  return name === '' ? `[${classOf(value)} (anonymous)]` : `[${classOf(value)}: ${shownName}]`;
}

function bytesText(name: string, bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, 16), byte => byte.toString(16).padStart(2, '0'));
  const more = bytes.length > 16 ? [`... ${bytes.length - 16} more`] : [];
  return `${name}(${bytes.length}) { ${[...shown, ...more].join(' ')} }`;
}

/** The key of a property as it would stand in code. */
export function keyText(key: string | symbol): string {
  if (typeof key === 'symbol') return `[${shorten(String(key), 60)}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) && key.length <= 60 ? key : primitive(key, 60);
}
/** "a Promise that is pending: ..."; what became of it is not touched, so a rejection stays unhandled. */
export function describePromise(promise: Promise<unknown>): string {
  const state = inspect(promise, { depth: 0, maxStringLength: 80, maxArrayLength: 0, customInspect: false });
  const inner = shorten(state.replace(/\s+/g, ' ').replace(/^[^{]*\{ ?|[ ]?\}$/g, ''), 120);
  if (inner.startsWith('<pending>')) return 'a Promise that is pending: write `await` before it';
  if (!inner.startsWith('<rejected>'))
    return 'a Promise that is fulfilled: write `await` before it to have its value';
  const reason = inner.replace('<rejected> ', '').replace(/ at .*/, '');
  return `a Promise that was rejected with ${reason}: write \`await\` before it, in a try block`;
}
