import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Script, createContext } from 'node:vm';
import fc from 'fast-check';
import type { Kind } from './argument-kinds';

/** How an export is called. */
export interface Call {
  readonly call: (...args: never[]) => unknown;
  readonly kinds: readonly Kind[];
  /** Why the result may be infinite: the true value is beyond the largest number, or infinite itself. */
  readonly infinite?: string;
}

/** What a room exports: a function's call, a class's calls by name, or the reason why there is nothing to call. */
export type Entry = Call | Readonly<Record<string, Call>> | string;
export type Room = Readonly<Record<string, Entry>>;

/** `f`, called with arguments of these kinds. */
export function call(f: (...args: never[]) => unknown, ...kinds: Kind[]): Call {
  return { call: f, kinds };
}

/** The same, where a result may be infinite for this reason. */
export function unbounded(why: string, f: (...args: never[]) => unknown, ...kinds: Kind[]): Call {
  return { call: f, kinds, infinite: why };
}

/**
 * Tests that every export has an entry, and of every call: random and extreme arguments give numbers, never NaN, or a
 * RangeError or TypeError that names the argument and, where it is a number, its value; and none goes on for ever.
 */
export function checkRoom(
  name: string,
  exports: Readonly<Record<string, unknown>>,
  room: Room,
  options: { skip?: boolean } = {},
): void {
  describe(`${name} with random and extreme arguments`, options, () => {
    it('every export has an entry, and every entry an export', () => {
      // The module as a whole is what the loader adds.
      const exported = Object.keys(exports).filter(key => key !== 'default' && key !== 'module.exports');
      assert.deepEqual(Object.keys(room).sort(), exported.sort());
    });
    for (const [exported, entry] of Object.entries(room)) {
      if (typeof entry === 'string') continue;
      if (!('kinds' in entry)) {
        it(`${exported}: every method has an entry`, () => {
          assert.deepEqual(Object.keys(entry).sort(), membersOf(exports[exported]).sort());
        });
      }
      const calls = 'kinds' in entry ? { [exported]: entry as Call } : entry;
      for (const [label, one] of Object.entries(calls)) {
        it(`${label}: one odd argument at a time`, () => tryOdd(one));
        it(`${label}: random arguments, odd ones among them`, () => tryRandom(one));
      }
    }
  });
}

/** The members of a class that its entry must list: `new Class`, its methods, and the static ones as `Class.method`. */
function membersOf(exported: unknown): string[] {
  assert.ok(typeof exported === 'function', 'only a class is called in several ways');
  const type = exported as { readonly name: string; readonly prototype: object };
  const own = Object.getOwnPropertyNames(type.prototype).filter(name => name !== 'constructor');
  const statics = Object.getOwnPropertyNames(type).filter(
    name => !['length', 'name', 'prototype'].includes(name),
  );
  return [`new ${type.name}`, ...own, ...statics.map(name => `${type.name}.${name}`)];
}

function tryOdd({ call, kinds, infinite }: Call): void {
  kinds.forEach((kind, place) => {
    for (const value of kind.odd) {
      const good = fc.sample(fc.tuple(...kinds.map(one => one.usual)), { numRuns: 1, seed: 7 })[0]!;
      const args = good.map((kept, i) => (i === place ? copy(value) : kept));
      judge(call, args, [kind], infinite, value);
    }
  });
}

function tryRandom({ call, kinds, infinite }: Call): void {
  const mixed = kinds.map(kind =>
    kind.odd.length === 0
      ? kind.usual
      : fc.oneof(
          { weight: 5, arbitrary: kind.usual },
          { weight: 1, arbitrary: fc.constantFrom(...kind.odd.map(value => ({ odd: value }))) },
        ),
  );
  const property = fc.property(fc.tuple(...mixed), args => {
    const unwrapped = args.map(value => (isOdd(value) ? copy(value.odd) : value));
    judge(call, unwrapped, kinds, infinite);
  });
  fc.assert(property, { seed: 2018, numRuns: 150, endOnFailure: true });
}

function isOdd(value: unknown): value is { odd: unknown } {
  return typeof value === 'object' && value !== null && 'odd' in value;
}

/** A list that a call may write into must not be spoilt for the next. */
function copy(value: unknown): unknown {
  if (value instanceof Float64Array) return value.slice();
  return value;
}

const SECONDS_BEFORE_IT_HANGS = 20;
const context = createContext({});
const script = new Script('run()');

function judge(
  call: Call['call'],
  args: readonly unknown[],
  suspects: readonly Kind[],
  infinite: string | undefined,
  odd?: unknown,
): void {
  let result: unknown;
  context.run = () => call(...(args as never[]));
  try {
    result = script.runInContext(context, { timeout: SECONDS_BEFORE_IT_HANGS * 1000 }) as unknown;
  } catch (error) {
    judgeError(error, args, suspects, odd);
    return;
  }
  const bad = findBad(result, infinite !== undefined, '');
  assert.ok(bad === undefined, `(${args.map(show).join(', ')}) gives ${bad}`);
}

/** What the language's own errors say: they name no argument. */
const ENGINE_MADE =
  /Cannot (read|convert|mix|destructure|set|access)|is not (a function|iterable|a constructor|an object)|Invalid (array|typed array|count|string) |Array buffer|call stack|undefined \(|Reduce of empty|object null|out of bounds|heap/i;

function judgeError(error: unknown, args: readonly unknown[], suspects: readonly Kind[], odd: unknown): void {
  const told = `(${args.map(show).join(', ')}) throws ${String(error)}`;
  assert.ok(error instanceof RangeError || error instanceof TypeError, told);
  assert.doesNotMatch(error.message, ENGINE_MADE, told);
  const words = suspects.flatMap(kind => [kind.name, ...kind.words]);
  const named = words.some(word => new RegExp(`(^|[^A-Za-z0-9])${word}($|[^A-Za-z0-9])`).test(error.message));
  assert.ok(named, `${told}, which names none of ${words.join(', ')}`);
  if (typeof odd === 'number')
    assert.ok(error.message.includes(String(odd)), `${told}, which does not say ${odd}`);
}

/** Where in a result there is NaN or (unless allowed) an infinity. */
function findBad(value: unknown, infiniteAllowed: boolean, path: string): string | undefined {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return `NaN${path}`;
    if (!infiniteAllowed && !Number.isFinite(value)) return `${value}${path}`;
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  const members = value instanceof Map ? [...value.entries()] : Object.entries(value);
  for (const [key, member] of members as [unknown, unknown][]) {
    const bad = findBad(member, infiniteAllowed, `${path} at ${String(key)}`);
    if (bad !== undefined) return bad;
  }
  return undefined;
}

function show(value: unknown): string {
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name} ${show(Array.from(value as Float64Array))}`;
  if (Array.isArray(value)) {
    const shown = value.slice(0, 6).map(show).join(', ');
    return `[${shown}${value.length > 6 ? `, ... ${value.length}` : ''}]`;
  }
  if (typeof value === 'function') return String(value).slice(0, 60);
  if (value !== null && typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${key}: ${show(member)}`)
      .join(', ')} }`;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  return Object.is(value, -0) ? '-0' : String(value);
}
