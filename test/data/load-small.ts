import { loadReviews } from '../../lib/data/imdb';

/** Run by imdb.test.ts in several processes at once: loads the archive and prints its vocabulary's size. */
const [data = '', cacheFolder = ''] = process.argv.slice(2);
void loadReviews({ data, cacheFolder, length: 20 }).then(reviews => {
  console.log(`${reviews.train.size} ${reviews.vocabulary.wordCount} ${reviews.source.notes.length}`);
});
