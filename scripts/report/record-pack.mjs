import { gunzipSync, gzipSync } from 'node:zlib';

/** No report of ours comes near it; a file that claims more brings no record. */
const MOST = 50_000_000;

/**
 * A record as text for a report's head: its curves are a third of the page's figures once more, and zipped a tenth.
 * @param {import('./record.mjs').Record} record
 */
export const packed = record => gzipSync(JSON.stringify(record), { level: 9 }).toString('base64');

/**
 * What `packed` took, or what older reports have in the open; null for anything else.
 * @param {unknown} value
 * @returns {unknown}
 */
export function unpacked(value) {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(gunzipSync(Buffer.from(value, 'base64'), { maxOutputLength: MOST }).toString('utf8'));
  } catch {
    return null;
  }
}
