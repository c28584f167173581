import { parseArgs } from 'node:util';

/**
 * Reads a command's arguments with Node's own parser (the commands start before any package is installed), answers
 * `--help`, and refuses what it does not know.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {{usage: string, about: string, notes?: string, options?: T, positionals?: boolean}} command
 * @param {string[]} [argv]
 */
export function commandLine(
  { usage, about, notes = '', options, positionals = false },
  argv = process.argv.slice(2),
) {
  const all = /** @type {T} */ (
    /** @type {unknown} */ ({ ...options, help: { type: 'boolean', short: 'h' } })
  );
  try {
    const parsed = parseArgs({ args: argv, options: all, allowPositionals: positionals, tokens: true });
    if (/** @type {{help?: boolean}} */ (parsed.values).help) {
      console.log(`Usage: ${usage}\n\n${about}${notes && `\n\n${notes}`}`);
      process.exit(0);
    }
    checkOnce(parsed.tokens, all);
    checkNotNpms(options ?? {}, usage);
    return parsed;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/\.(?:\s|$)/)[0] ?? '') : String(error);
    refuse(`${reason}.\nUsage: ${usage}\nMore: ${usage.split(' --')[0]} -- --help`);
  }
}

/**
 * Refuses an option with a value that is given twice: one of the values would count for nothing.
 * @param {{kind: string, name?: string, value?: unknown}[]} tokens
 * @param {Record<string, {type: string, multiple?: boolean}>} options
 */
function checkOnce(tokens, options) {
  /** @type {Map<string, unknown>} */
  const seen = new Map();
  for (const { kind, name = '', value } of tokens) {
    if (kind !== 'option' || options[name]?.multiple || options[name]?.type === 'boolean') continue;
    if (seen.has(name) && seen.get(name) !== value) {
      refuse(
        `--${name} is given twice, as ${String(seen.get(name))} and as ${String(value)}. Leave one out.`,
      );
    }
    seen.set(name, value);
  }
}

/**
 * Refuses to go on where npm has taken one of the options for itself, because the `--` before it was forgotten.
 * @param {Record<string, unknown>} options
 * @param {string} usage
 */
function checkNotNpms(options, usage) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const taken = Object.keys(options).filter(
    // Where a person's npm is to find Python is a setting of npm's own.
    name => name !== 'python' && process.env[`npm_config_${name.replace(/-/g, '_')}`] === 'true',
  );
  if (taken.length > 0) {
    const words = taken.map(name => `--${name}`).join(' and ');
    refuse(`npm took ${words} for itself: options of the command come after "--".\nUsage: ${usage}`);
  }
}

/**
 * A decimal number as people write it; undefined for what JavaScript also takes for one (0x10, a blank) or cannot hold.
 * @param {string} text
 * @returns {{value: number, whole: boolean} | undefined}
 */
export function readNumber(text) {
  const parts = /^[-+]?(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i.exec(text.trim());
  if (!parts) return undefined;
  const [, before = '', after = '', exponent = '0'] = parts;
  const digits = before + after;
  const value = Number(text);
  const vanished = value === 0 && /[1-9]/.test(digits);
  if (digits === '' || !Number.isFinite(value) || vanished) return undefined;
  const point = Math.max(0, before.length + Number(exponent));
  const whole = Number.isSafeInteger(value) && !/[1-9]/.test(digits.slice(point));
  return { value: value + 0, whole };
}

/**
 * What to write instead, for some texts that people mean as numbers.
 * @param {string} text
 */
export function spellingHint(text) {
  if (/[\u2010-\u2015\u2212\uff0d]/.test(text)) return ' (its minus is not the "-" of the keyboard)';
  const comma = /^\s*([-+]?\d+),(\d+)\s*$/.exec(text);
  if (comma)
    return ` (the decimal point is ".", and thousands are not set apart; for the two values write ${comma[1]}.0,${comma[2]})`;
  if (/^\s*[-+]?\d+(?:_\d+)+/.test(text)) return ' (digits are not set apart)';
  return '';
}

/**
 * A text of any length as a line can show it.
 * @param {string} text
 */
export function shortened(text) {
  const line = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\(["\\])/g, '$1');
  return line.length <= 200 ? line : `${line.slice(0, 199)}… (${text.length} characters)`;
}

/**
 * Ends the process with a message to the person who typed the command.
 * @param {string} message
 * @returns {never}
 */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}
