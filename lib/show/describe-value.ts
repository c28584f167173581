import { types } from 'util';
import { keyText, leaf, primitive } from './describe-leaf';
import { float32Text } from './float32-text';
import { classOf, safely } from './safe-read';
import { shorten } from './well-formed';

/** How much of a value is told. */
interface Look {
  /** Characters in all, about. */
  room: number;
  /** Levels of objects in objects. */
  depth: number;
  /** Of an array, a map or an object, the first so many. */
  items: number;
  /** Characters of each text. */
  text: number;
  /** Characters in a line. */
  width: number;
}

/** Any value in one line of about `room` characters, as Node writes values. Runs no getter, and never throws. */
export function describeValue(value: unknown, room = 120): string {
  const look = { room, depth: 3, items: Math.ceil(room / 4), text: Math.ceil(room / 2), width: Infinity };
  return write(value, look).replace(/\s+/g, ' ');
}

/** Any value in several lines, some thousand characters at most. Runs no getter, and never throws. */
export function describeInLines(value: unknown): string {
  return write(value, { room: 6000, depth: 3, items: 100, text: 1000, width: 76 });
}

function write(value: unknown, look: Look): string {
  const writer = new Writer(look);
  return safely(() => writer.value(value, 0), '(a value that cannot be read)');
}

class Writer {
  private left: number;
  private readonly open: object[] = [];

  constructor(private readonly look: Look) {
    this.left = look.room;
  }

  value(value: unknown, indent: number): string {
    if (typeof value !== 'object' || value === null) return this.spend(primitive(value, this.look.text));
    if (this.open.includes(value)) return this.spend('[Circular]');
    const short = leaf(value) ?? (this.isTooDeep(value) ? `[${classOf(value)}]` : null);
    if (short !== null) return this.spend(shorten(short, Math.max(80, this.look.text)));
    this.open.push(value);
    // A trap of a Proxy may throw anywhere.
    const text = safely(() => this.container(value, indent + 2), `[${classOf(value)} that cannot be read]`);
    this.open.pop();
    return text;
  }

  /** The insides of what an object of some class is made of are nobody's business. */
  private isTooDeep(value: object): boolean {
    if (this.open.length >= this.look.depth || this.left <= 0) return true;
    return isInstance(value) && this.open.some(isInstance);
  }

  private container(value: object, indent: number): string {
    if (ArrayBuffer.isView(value) || Array.isArray(value))
      return this.list(value as ArrayLike<unknown>, indent);
    const name = classOf(value);
    if (types.isMap(value)) return this.braces(`${name}(${value.size}) `, value, value.size, indent, true);
    if (types.isSet(value)) return this.braces(`${name}(${value.size}) `, value, value.size, indent, false);
    const keys = Reflect.ownKeys(value).filter(key => Object.prototype.propertyIsEnumerable.call(value, key));
    const parts = this.take(keys.length, i => {
      const key = keys[i] as string | symbol;
      return `${this.spend(keyText(key))}: ${this.property(value, key, indent)}`;
    });
    return this.layOut(name === 'Object' ? '' : `${name} `, ['{', '}'], parts, indent);
  }

  private property(value: object, key: string | symbol, indent: number): string {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.get || property?.set) {
      const kinds = [property.get && 'Getter', property.set && 'Setter'].filter(kind => kind !== undefined);
      return this.spend(`[${kinds.join('/')}]`);
    }
    return this.value(property?.value, indent);
  }

  private list(values: ArrayLike<unknown>, indent: number): string {
    const part = types.isFloat32Array(values)
      ? (i: number) => this.spend(float32Text(values[i] as number))
      : (i: number) => this.value(values[i], indent);
    const typed = ArrayBuffer.isView(values);
    const parts = this.take(values.length, i => (typed || i in values ? part(i) : this.spend(hole)));
    const name = classOf(values);
    return this.layOut(
      name === 'Array' ? '' : `${name}(${values.length}) `,
      ['[', ']'],
      countHoles(parts),
      indent,
    );
  }

  private braces(
    prefix: string,
    values: Iterable<unknown>,
    size: number,
    indent: number,
    pairs: boolean,
  ): string {
    const iterator: Iterator<unknown> = pairs
      ? Map.prototype.entries.call(values as Map<unknown, unknown>)
      : Set.prototype.values.call(values as Set<unknown>);
    const parts = this.take(size, () => {
      const next: unknown = iterator.next().value;
      if (!pairs) return this.value(next, indent);
      const [key, value] = next as [unknown, unknown];
      return `${this.value(key, indent)} => ${this.value(value, indent)}`;
    });
    return this.layOut(prefix, ['{', '}'], parts, indent);
  }

  /** The first parts, as many as there is room for, and how many more there are. */
  private take(count: number, part: (i: number) => string): string[] {
    const parts: string[] = [];
    while (parts.length < count && parts.length < this.look.items && this.left > 0)
      parts.push(part(parts.length));
    if (parts.length < count) parts.push(`... ${count - parts.length} more`);
    return parts;
  }

  private layOut(prefix: string, [open, close]: [string, string], parts: string[], indent: number): string {
    if (parts.length === 0) return `${prefix}${open}${close}`;
    const line = `${prefix}${open} ${parts.join(', ')} ${close}`;
    if (line.length + indent <= this.look.width && !line.includes('\n')) return line;
    const margin = ' '.repeat(indent);
    return `${prefix}${open}\n${margin}${this.rows(parts, indent).join(`,\n${margin}`)}\n${margin.slice(2)}${close}`;
  }

  /** One part a row, or short ones side by side in columns. */
  private rows(parts: string[], indent: number): string[] {
    const more = parts[parts.length - 1]?.startsWith('... ') ? parts.slice(-1) : [];
    const shown = parts.slice(0, parts.length - more.length);
    const widest = shown.reduce((most, part) => Math.max(most, part.length), 0);
    const across = Math.floor((this.look.width - indent) / (widest + 2));
    if (shown.length < 7 || widest > 16 || across < 2) return parts;
    const rows: string[] = [];
    for (let i = 0; i < shown.length; i += across)
      rows.push(
        shown
          .slice(i, i + across)
          .map(part => part.padStart(widest))
          .join(', '),
      );
    return [...rows, ...more];
  }

  private spend(text: string): string {
    this.left -= text.length + 2;
    return text;
  }
}

/** Of a class, and not one of those that only hold values. */
function isInstance(value: object): boolean {
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isMap(value) || types.isSet(value))
    return false;
  return !['Object', '[Object: null prototype]'].includes(classOf(value));
}

const hole = '<empty>';

/** Holes beside each other in one part: "<3 empty>". */
function countHoles(parts: string[]): string[] {
  const joined: string[] = [];
  let holes = 0;
  for (const part of [...parts, '']) {
    if (part === hole) holes++;
    else {
      if (holes > 0) joined.push(`<${holes} empty>`);
      holes = 0;
      joined.push(part);
    }
  }
  return joined.slice(0, -1);
}
