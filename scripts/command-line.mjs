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
    const parsed = parseArgs({ args: argv, options: all, allowPositionals: positionals });
    if (/** @type {{help?: boolean}} */ (parsed.values).help) {
      console.log(`Usage: ${usage}\n\n${about}${notes && `\n\n${notes}`}`);
      process.exit(0);
    }
    return parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    refuse(`${reason}.\nUsage: ${usage}\nMore: ${usage.split(' --')[0]} -- --help`);
  }
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
