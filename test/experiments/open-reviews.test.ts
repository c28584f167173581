import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openReviews } from '../../lib/experiments';

/** What a call writes to standard output: outside a notebook, a bundle's text goes there. */
async function printed(call: () => Promise<unknown>): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += chunk.toString();
    return true;
  };
  try {
    await call();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

test('a synthetic corpus is announced as a warning, with its best possible accuracy', async () => {
  const text = await printed(() => openReviews({ data: 'synthetic', reviews: 20, seed: 1 }));
  assert.match(text, /Warning: Synthetic reviews, not IMDB, as asked for/);
  assert.match(text, /No classifier can be right more often than 8\d\.\d\d%/);
});

test('a path that does not exist is an error, not a fall-back', async () => {
  await assert.rejects(openReviews({ data: '/no/such/archive.tar.gz' }), /no\/such\/archive\.tar\.gz/);
});
