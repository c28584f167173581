/** Writes encoded reviews for the contestants: node --import tsx reviews.cjs FOLDER REVIEWS; prints where they came from. */
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { describeSource, loadReviews } = require('../../lib/data');

const [folder = '', reviews = ''] = process.argv.slice(2);
void loadReviews({ reviews: Number(reviews), seed: 1 }).then(({ train, test, source }) => {
  mkdirSync(folder, { recursive: true });
  for (const [part, { tokens, labels }] of Object.entries({ train, test })) {
    writeFileSync(join(folder, `${part}.tokens`), Buffer.from(Int32Array.from(tokens).buffer));
    writeFileSync(join(folder, `${part}.labels`), Buffer.from(Int32Array.from(labels).buffer));
  }
  console.log(JSON.stringify({ source: describeSource(source), reviews: train.size }));
});
