import { types } from 'util';
import { describePromise } from './describe-leaf';
import { describeInLines, describeValue } from './describe-value';
import { jupyterDisplay, type MimeBundle } from './display';
import { wrapWords } from './format';
import { frameBundle } from './frame-bundle';
import { asFrame, asTensor, learnerTitle, optionsOf } from './known-objects';
import { classOf, safely } from './safe-read';
import { tensorText } from './tensor-text';
import { shorten, wellFormed } from './well-formed';

/** No text is longer, whatever the value; a figure's plot is as large as the figure. */
const longest = 20_000;

/**
 * How the last value of a cell is shown: a figure drawn, a DataFrame as a table, a tensor with its type, shape and values,
 * anything else as text, shortened. An object with a method `Symbol.for('Jupyter.display')` says itself how.
 *
 * @returns nothing for null and undefined. Never throws.
 */
export function valueBundle(value: unknown): MimeBundle | undefined {
  if (value === null || value === undefined) return undefined;
  const bundle = safely(() => bundleOfObject(value), null) ?? { 'text/plain': textOf(value) };
  const texts = Object.entries(bundle).map(([mime, content]) => {
    if (typeof content !== 'string' || !mime.startsWith('text/')) return [mime, content];
    return [mime, wellFormed(mime === 'text/plain' ? shorten(content, longest) : content)];
  });
  return Object.fromEntries(texts) as MimeBundle;
}

/** The bundle of an object that is more than text, or null. */
function bundleOfObject(value: unknown): MimeBundle | null {
  // What a Proxy answers need not be true.
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return null;
  const display: unknown = (value as Record<symbol, unknown>)[jupyterDisplay];
  if (typeof display === 'function') {
    const own: unknown = display.call(value);
    if (isBundle(own)) return { ...own, 'text/plain': own['text/plain'] ?? textOf(value) };
  }
  const frame = asFrame(value);
  return frame && frameBundle(frame);
}

function isBundle(value: unknown): value is Partial<MimeBundle> {
  if (typeof value !== 'object' || value === null || types.isPromise(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 && entries.every(([mime, content]) => mime.includes('/') && content !== undefined)
  );
}

function textOf(value: unknown): string {
  return safely(
    () => {
      if (typeof value === 'string') return stringText(value);
      if (types.isPromise(value)) return describePromise(value);
      if (typeof value === 'object' && value !== null && !types.isProxy(value)) {
        const tensor = asTensor(value);
        if (tensor) return tensorText(tensor);
        const title = safely(() => learnerTitle(value), null);
        if (title !== null) return learnerText(value, title);
      }
      return describeInLines(value);
    },
    `(a ${typeof value} that cannot be read)`,
  );
}

/** A short text in quotes; of a long one, or one of several lines, the beginning as it is. */
function stringText(text: string): string {
  if (text.length <= 200 && !text.includes('\n')) return describeInLines(text);
  const lines = text.slice(0, 600).split('\n');
  const shown = lines.slice(0, 15).join('\n');
  return shown.length === text.length ? text : `${shown}...\n(${text.length} characters in all)`;
}

/** A model or an optimizer with its options, and the layers of a model of tfjs. */
function learnerText(value: object, title: string): string {
  const options = Object.entries(optionsOf(value)).map(([name, one]) => `${name}=${describeValue(one, 60)}`);
  const { layers } = value as { layers?: unknown };
  const list = Array.isArray(layers) ? (layers as object[]) : [];
  return [
    title,
    ...wrapWords(options.join(', '), 76).map(line => `  ${line}`),
    ...list.slice(0, 20).map(layer => `  ${layerLine(layer)}`),
    ...(list.length > 20 ? [`  ... ${list.length - 20} more layers`] : []),
  ].join('\n');
}

function layerLine(layer: object): string {
  const shape = safely(() => (layer as { outputShape?: unknown }).outputShape, undefined);
  return `${learnerTitle(layer) ?? classOf(layer)}${Array.isArray(shape) ? `, gives ${describeValue(shape, 60)}` : ''}`;
}
