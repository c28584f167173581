import { Readable } from 'node:stream';
import { spec } from 'node:test/reporters';

/**
 * Node's own report, and after it one line with the counts.
 * @param {AsyncIterable<any>} source the runner's events
 */
export default async function* report(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  async function* counted() {
    for await (const event of source) {
      const { type, data } = event;
      if ((type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite') {
        if (data.skip !== undefined && data.skip !== false) counts.skipped++;
        else counts[type === 'test:pass' ? 'passed' : 'failed']++;
      }
      yield event;
    }
  }
  for await (const text of Readable.from(counted()).compose(new spec())) yield text;
  yield `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
}
