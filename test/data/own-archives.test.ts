import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { loadReviews, type LoadReviewsOptions, type Reviews } from '../../lib/data/imdb';
import { describeSource } from '../../lib/data/review-source';
import { inFolder, smallFiles, without, writeArchive, type Files } from './small-archive';

const given = process.env.VIB_IMDB;
beforeEach(() => delete process.env.VIB_IMDB);
afterEach(() => {
  if (given !== undefined) process.env.VIB_IMDB = given;
});

/** So many reviews in each class folder, every text different. */
function files(train: [pos: number, neg: number], test: [pos: number, neg: number]): Files {
  const folders = { 'train/pos': train[0], 'train/neg': train[1], 'test/pos': test[0], 'test/neg': test[1] };
  return Object.fromEntries(
    Object.entries(folders).flatMap(([folder, n]) =>
      Array.from({ length: n }, (_, i) => [`mine/${folder}/${i}_5.txt`, `word${i} of ${folder}`]),
    ),
  );
}

function withFiles(
  own: Files,
  work: (load: (o?: LoadReviewsOptions) => Promise<Reviews>, folder: string) => Promise<void>,
) {
  return inFolder(async folder => {
    const data = await writeArchive(path.join(folder, 'mine.tar.gz'), own);
    const cacheFolder = path.join(folder, 'cache');
    await work(options => loadReviews({ data, cacheFolder, sites: [], length: 12, ...options }), folder);
  });
}

const classesOf = ({ labels }: { labels: Uint8Array }): [number, number] => {
  const positive = labels.filter(label => label === 1).length;
  return [positive, labels.length - positive];
};

describe('an archive with fewer reviews than were asked for', () => {
  it('gives all it has, and says so', () =>
    withFiles(smallFiles, async load => {
      const { train, test, source } = await load({ reviews: 25_000 });
      assert.deepEqual([classesOf(train), classesOf(test)], [[2, 2], [3, 3]]);
      const sentence = describeSource(source);
      assert.match(sentence, /^Reviews: 4 training and 6 test reviews from an archive of your own \(mine\.tar\.gz/);
      assert.match(sentence, /Of the 25,000 training reviews asked for, 4 could be had \(2 positive, 2 negative\)\./);
      assert.match(sentence, /Of the 25,000 test reviews asked for, 6 could be had \(3 positive, 3 negative\)\./);
      assert.deepEqual((await load()).source.notes, []);
    })); // prettier-ignore

  it('gives the part that is large enough as asked', () =>
    withFiles(smallFiles, async load => {
      const { train, test, source } = await load({ reviews: 6 });
      assert.deepEqual([classesOf(train), classesOf(test)], [[2, 2], [3, 3]]);
      assert.deepEqual(source.notes, ['Of the 6 training reviews asked for, 4 could be had (2 positive, 2 negative).']);
    })); // prettier-ignore

  it('may have two reviews in each part', () =>
    withFiles(files([1, 1], [1, 1]), async load => {
      const { train, test } = await load({ reviews: 25_000 });
      assert.deepEqual(
        [classesOf(train), classesOf(test)],
        [
          [1, 1],
          [1, 1],
        ],
      );
    }));

  it('gives each class as far as it goes, and tells what an unequal share means', () =>
    withFiles(files([30, 4], [3, 12]), async load => {
      const all = await load({ reviews: 25_000 });
      assert.deepEqual([classesOf(all.train), classesOf(all.test)], [[30, 4], [3, 12]]);
      const notes = all.source.notes.join(' ');
      assert.match(notes, /Of the 25,000 training reviews asked for, 34 could be had \(30 positive, 4 negative\)\./);
      assert.match(notes, /88\.2% of the training reviews are positive: whoever always says so is right that often\./);
      assert.match(notes, /80\.0% of the test reviews are negative/);
      const some = await load({ reviews: 12 });
      assert.deepEqual([classesOf(some.train), classesOf(some.test)], [[6, 4], [3, 6]]);
      const unasked = await load();
      assert.deepEqual([classesOf(unasked.train), classesOf(unasked.test)], [[30, 4], [3, 12]]);
      assert.match(unasked.source.notes.join(' '), /^88\.2% of the training/);
    })); // prettier-ignore

  it('says so also when the encoding comes from the cache, and to the watcher', () =>
    withFiles(smallFiles, async load => {
      await load();
      const heard: string[] = [];
      const onProgress = (p: { stage: string; message: string }): void => {
        if (p.stage === 'note') heard.push(p.message);
      };
      const { source } = await load({ reviews: 100, onProgress });
      assert.deepEqual(heard, source.notes);
      assert.equal(heard.length, 2);
    }));
});

describe('reviews without a word', () => {
  it('are counted', () =>
    withFiles({ ...smallFiles, 'aclImdb/train/pos/9_9.txt': '', 'aclImdb/test/neg/9_1.txt': ' ...!<br />' }, async load => {
      for (let round = 0; round < 2; round++) {
        const { train, source } = await load();
        assert.deepEqual(source.notes, ['2 of its 12 reviews hold no word.']);
        assert.equal(train.size, 5);
      }
    })); // prettier-ignore

  for (const folder of ['train/pos', 'train/neg', 'test/pos', 'test/neg']) {
    it(`are refused where ${folder} has no others`, () =>
      withFiles(
        Object.fromEntries(Object.entries(smallFiles).map(([name, text]) => [name, name.includes(folder) ? '' : text])),
        async (load, root) => {
          await assert.rejects(load(), {
            name: 'ArchiveError',
            message: new RegExp(`mine\\.tar\\.gz has no word in any review of ${folder}: they are empty`),
          });
          assert.equal(existsSync(path.join(root, 'cache')), false);
        },
      )); // prettier-ignore
  }

  it('are refused where all are', () =>
    withFiles(Object.fromEntries(Object.keys(smallFiles).map(name => [name, ''])), load =>
      assert.rejects(load(), /no word in any review of train\/pos/),
    ));
});

describe('what else an archive may lack', () => {
  for (const [what, part, message] of [
    ['a test part', 'test/', /no reviews in test\/pos, test\/neg\./],
    ['a training part', 'train/', /no reviews in train\/pos, train\/neg\./],
    ['a class', '/pos/', /no reviews in train\/pos, test\/pos\./],
  ] as const) {
    it(what, () => withFiles(without(part), load => assert.rejects(load(), message)));
  }

  it('is judged before anything is kept, as is a file of another kind', () =>
    inFolder(async folder => {
      const data = path.join(folder, 'my.csv');
      writeFileSync(data, 'review,label\n'.repeat(100));
      const cacheFolder = path.join(folder, 'cache');
      await assert.rejects(loadReviews({ data, cacheFolder }), /my\.csv is a text file, such as a CSV/);
      process.env.VIB_IMDB = data;
      await assert.rejects(loadReviews({ cacheFolder }), /my\.csv is a text file, such as a CSV/);
      assert.equal(existsSync(cacheFolder), false);
    }));
});

describe('the kept encoding', () => {
  it('is not that of another archive with the same name, size and time', () =>
    withFiles(smallFiles, async (load, folder) => {
      const file = path.join(folder, 'mine.tar.gz');
      const first = await load();
      const { size, mtime } = statSync(file);
      // Bytes of the same number: the spare ones become zeros after the gzip data.
      const other = { ...smallFiles, 'aclImdb/train/pos/1_9.txt': 'The story was cold.' };
      await writeArchive(file, other);
      assert.ok(statSync(file).size <= size, 'the other archive is larger');
      appendFileSync(file, Buffer.alloc(size - statSync(file).size));
      utimesSync(file, mtime, mtime);
      assert.deepEqual([statSync(file).size, statSync(file).mtime], [size, mtime]);
      const second = await load();
      assert.notEqual(second.source.sha256, first.source.sha256);
      assert.ok(second.train.texts().includes('The story was cold.'));
      assert.ok(!first.train.texts().includes('The story was cold.'));
    }));

  it('of an earlier version is removed when the new one stands', () =>
    withFiles(smallFiles, async (load, folder) => {
      await load();
      const cache = path.join(folder, 'cache');
      const [name = ''] = readdirSync(cache);
      const version = Number(/-v(\d+)\.corpus$/.exec(name)?.[1]);
      assert.ok(version >= 2);
      const old = name.replace(`-v${version}`, `-v${version - 1}`);
      const others = [`imdb-0000000000000000-v1.corpus`, name.replace(`-v${version}`, `-v${version + 1}`)];
      for (const one of [old, ...others]) writeFileSync(path.join(cache, one), 'old');
      writeFileSync(path.join(cache, name), 'damaged');
      await load();
      assert.deepEqual(readdirSync(cache).sort(), [name, ...others].sort());
    }));

  it('is made again where its header tells other sizes than were written, although the bytes are the same', () =>
    withFiles(smallFiles, async (load, folder) => {
      const whole = await load();
      const file = path.join(folder, 'cache', readdirSync(path.join(folder, 'cache'))[0] ?? '');
      const bytes = readFileSync(file);
      const end = 16 + bytes.readUInt32LE(12);
      const header = bytes.toString('utf8', 16, end);
      const { sizes } = JSON.parse(header) as { sizes: Record<string, number> };
      const forged = (from: string, to: string): Buffer => {
        assert.ok(header.includes(from), from);
        const changed = Buffer.from(header.replace(from, to));
        const head = Buffer.from(bytes.subarray(0, 16));
        head.writeUInt32LE(changed.length, 12);
        return Buffer.concat([head, changed, bytes.subarray(end)]);
      };
      const labels = (train: number, test: number): string => `"trainLabels":${train},"testLabels":${test}`;
      const [train = 0, test = 0] = [sizes.trainLabels, sizes.testLabels];
      for (const [damage, problem] of [
        [forged(labels(train, test), labels(train + 1, test - 1)), /does not match its checksum/],
        [forged(labels(train, test), labels(-train, test)), /has a damaged header/],
        [forged('"sizes":{', '"sizes":null,"x":{'), /has a damaged header/],
        [forged('{', '['), /has a damaged header/],
      ] as const) {
        writeFileSync(file, damage);
        const again = await load();
        assert.match(again.source.notes.join(' '), problem);
        assert.deepEqual(again.train.tokens, whole.train.tokens);
        assert.deepEqual(readFileSync(file), bytes);
      }
    }));
});

describe('sizes that no memory holds', () => {
  it('are refused by name', () =>
    withFiles(smallFiles, async load => {
      for (const length of [1e9, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        await assert.rejects(load({ length }), { name: 'RangeError', message: /^length must be at most \d+ tokens/ });
      }
      for (const reviews of [1e15, Number.MAX_SAFE_INTEGER]) {
        assert.equal((await load({ reviews })).train.size, 4);
        await assert.rejects(load({ reviews, data: 'synthetic' }), /reviews must be a whole number from 2 to 100000/);
      }
      for (const seed of [NaN, 2 ** 33, -(2 ** 40), Infinity]) await assert.rejects(load({ seed }), /seed must be/);
      for (const words of [NaN, -1, 1.5, Infinity]) await assert.rejects(load({ words }), /words must be/);
    })); // prettier-ignore
});
