import { float32Text } from './float32-text';
import { tensorTitle, type TensorLike } from './known-objects';
import { describeValue } from './describe-value';

/** Of a tensor with more values, long axes are cut to the first and last three. */
const shownWhole = 200;
const longAxis = 8;
/** A larger tensor's values are not fetched but for the first few. */
const fetched = 1e6;

/** Type and shape, then the values row by row, the middle of long axes left out. */
export function tensorText(tensor: TensorLike): string {
  const title = tensorTitle(tensor);
  if (tensor.isDisposed === true || tensor.size === 0) return title;
  if (tensor.size > fetched) return `${title}\nfirst values: ${firstValues(tensor)}`;
  const values = tensor.dataSync();
  // A complex number is two floats in a row.
  const parts = tensor.dtype === 'complex64' ? [...tensor.shape, 2] : tensor.shape;
  const numbers = (at: number) => valueText(values[at], tensor.dtype);
  const most = tensor.size <= shownWhole ? shownWhole : longAxis;
  return `${title}\n${nest({ shape: parts, most, text: numbers }, 0, 0)}`;
}

function firstValues(tensor: TensorLike): string {
  const flat = tensor.reshape([-1]);
  const few = flat.slice(0, 10);
  try {
    return `${Array.from(few.dataSync(), value => valueText(value, tensor.dtype)).join(', ')}, ...`;
  } finally {
    flat.dispose();
    few.dispose();
  }
}

function valueText(value: number | string | undefined, dtype: string): string {
  if (dtype === 'bool') return String(Boolean(value));
  return typeof value === 'number' ? float32Text(value) : describeValue(value, 60);
}

interface Nest {
  shape: number[];
  /** Longer axes are cut. */
  most: number;
  text: (at: number) => string;
}

function nest(how: Nest, axis: number, start: number): string {
  const size = how.shape[axis];
  if (size === undefined) return how.text(start);
  const step = how.shape.slice(axis + 1).reduce((product, one) => product * one, 1);
  const kept =
    size <= how.most
      ? Array.from({ length: size }, (_, i) => i)
      : [0, 1, 2, -1, size - 3, size - 2, size - 1];
  const parts = kept.map(i => (i < 0 ? '...' : nest(how, axis + 1, start + i * step)));
  return `[${parts.join(axis === how.shape.length - 1 ? ', ' : `,\n${' '.repeat(axis + 1)}`)}]`;
}
