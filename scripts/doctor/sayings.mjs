import { shorten } from '../setup/failure.mjs';

/**
 * The lines of a program's output that are JSON objects.
 * @param {string} output
 * @returns {Record<string, unknown>[]}
 */
export function sayings(output) {
  return output.split('\n').flatMap(line => {
    if (!line.startsWith('{')) return [];
    try {
      return [/** @type {Record<string, unknown>} */ (JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/**
 * In one line of at most 200 letters what went wrong. Node prints the line of source before the error, which in minified code has
 * kilobytes and may itself hold the word: an error's line begins with its name, and is no longer than people write.
 * @param {string | {problem: string, stderr: string}} failure
 */
export function sayError(failure) {
  if (typeof failure === 'string') return shorten(failure.trim().split('\n')[0] ?? '').replace(/\.$/, '');
  const lines = failure.stderr.split('\n').filter(line => line.length < 1000);
  const line =
    lines.find(each => /^\s*(\w*Error|\w*Exception)( \[\w+\])?: /.test(each)) ??
    lines.find(each => /error|cannot|not found/i.test(each) && !/^\s+at /.test(each));
  const said = line ? `: ${line.trim()}` : '';
  return shorten(`${failure.problem || 'it ended without an answer'}${said}`).replace(/\.$/, '');
}
