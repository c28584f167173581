import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { loadReviews, type LoadReviewsOptions, type Reviews } from '../../lib/data/imdb';
import { describeSource } from '../../lib/data/review-source';
import { bayesAccuracy } from '../../lib/data/synthetic-bayes';
import python from '../oracles/imdb_sums.json';
import { inFolder, smallFiles, without, writeArchive } from './small-archive';

const given = process.env.VIB_IMDB;
beforeEach(() => delete process.env.VIB_IMDB);
afterEach(() => {
  if (given !== undefined) process.env.VIB_IMDB = given;
});

/** Loads from an archive in `folder`, with a cache beside it and no downloads. */
function load(folder: string, options: LoadReviewsOptions = {}): Promise<Reviews> {
  return loadReviews({ cacheFolder: path.join(folder, 'cache'), sites: [], length: 12, ...options });
}

function withArchive(
  work: (folder: string, data: string) => Promise<void>,
  files = smallFiles,
): Promise<void> {
  return inFolder(async folder => work(folder, await writeArchive(path.join(folder, 'mine.tar.gz'), files)));
}

function cached(folder: string): string[] {
  const cache = path.join(folder, 'cache');
  return existsSync(cache) ? readdirSync(cache).map(name => path.join(cache, name)) : [];
}

describe('loadReviews from an archive', () => {
  it('gives rows, labels and texts that belong together', () =>
    withArchive(async (folder, data) => {
      const { train, test, vocabulary, source, encode } = await load(folder, { data });
      assert.deepEqual([train.size, test.size], [4, 6]);
      for (const [set, name] of [[train, 'train'], [test, 'test']] as const) {
        assert.equal(set.tokens.length, set.size * 12);
        const seen = new Set<string>();
        for (let i = 0; i < set.size; i++) {
          const text = set.text(i);
          seen.add(text);
          const file = Object.keys(smallFiles).find(key => smallFiles[key] === text);
          assert.match(file ?? '', new RegExp(`${name}/${set.labels[i] === 1 ? 'pos' : 'neg'}`));
          assert.deepEqual(set.tokens.subarray(i * 12, (i + 1) * 12), encode(text));
        }
        assert.equal(seen.size, set.size);
      }
      assert.equal(vocabulary.decode(encode('The warm tortoises')), '<start> the warm <unknown>');
      assert.equal(source.kind, 'given');
      assert.equal(source.chosenBy, 'option');
      assert.equal(source.path, data);
      assert.equal(source.sha256, createHash('sha256').update(readFileSync(data)).digest('hex'));
      assert.deepEqual(source.counts, { train: { pos: 2, neg: 2 }, test: { pos: 3, neg: 3 } });
      const sentence = describeSource(source);
      assert.match(sentence, /^Reviews: 4 training and 6 test reviews from an archive of your own \(mine\.tar\.gz, SHA-256/);
      assert.match(sentence, /not one of the official archive/);
      assert.ok(!sentence.includes(folder));
      assert.throws(() => test.text(6), /no review 6: they go from 0 to 5/);
    })); // prettier-ignore

  it('keeps the encoding, which serves every vocabulary size and length', () =>
    withArchive(async (folder, data) => {
      await load(folder, { data });
      assert.equal(cached(folder).length, 1);
      assert.match(cached(folder)[0] ?? '', /imdb-[0-9a-f]{16}-v\d+\.corpus$/);
      const stages = new Set<string>();
      const again = await load(folder, { data, words: 8, length: 7, onProgress: p => stages.add(p.stage) });
      assert.deepEqual([...stages], []);
      await inFolder(async other => {
        const fresh = await load(other, { data, words: 8, length: 7 });
        assert.deepEqual(again.train.tokens, fresh.train.tokens);
        assert.deepEqual(again.test.tokens, fresh.test.tokens);
        assert.deepEqual(again.test.labels, fresh.test.labels);
        assert.equal(again.test.text(5), fresh.test.text(5));
        assert.equal(again.vocabulary.wordAt(7), fresh.vocabulary.wordAt(7));
        assert.ok(again.train.tokens.every(id => id < 8) && again.train.tokens.some(id => id === 7));
      });
    }));

  it('makes a damaged encoding again, and says so', () =>
    withArchive(async (folder, data) => {
      const whole = await load(folder, { data });
      const [file = ''] = cached(folder);
      const bytes = readFileSync(file);
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8((flipped[bytes.length - 40] ?? 0) ^ 1, bytes.length - 40);
      const version = Buffer.from(bytes);
      version.writeUInt32LE(999, 8);
      const otherArchive = Buffer.from(
        bytes.toString('latin1').replace(/"archive":"./, '"archive":"x'),
        'latin1',
      );
      const damages: [Buffer, RegExp][] = [
        [Buffer.alloc(0), /is not a corpus file/],
        [Buffer.from('something else altogether'), /is not a corpus file/],
        [bytes.subarray(0, 100), /is cut short/],
        [bytes.subarray(0, bytes.length - 1), /has \d+ bytes instead of \d+/],
        [flipped, /does not match its checksum/],
        [version, /has version 999/],
        [otherArchive, /belongs to another archive/],
      ];
      for (const [damage, problem] of damages) {
        writeFileSync(file, damage);
        const notes: string[] = [];
        const onProgress = (p: { stage: string; message: string }): void => {
          if (p.stage === 'note') notes.push(p.message);
        };
        const again = await load(folder, { data, onProgress });
        assert.deepEqual(again.train.tokens, whole.train.tokens);
        assert.match(again.source.notes.join(), problem);
        assert.match(describeSource(again.source), /will be made again/);
        assert.deepEqual(notes, again.source.notes);
        assert.deepEqual(readFileSync(file), bytes);
      }
    }));

  it('reads the reviews also when nothing can be kept', () =>
    withArchive(async (folder, data) => {
      const blocked = path.join(folder, 'blocked');
      writeFileSync(blocked, '');
      const { train, source } = await load(folder, { data, cacheFolder: blocked });
      assert.equal(train.size, 4);
      assert.match(source.notes.join(), /could not be kept in the cache folder/);
    }));

  it('leaves one whole file when several processes keep the same encoding at once', () =>
    withArchive(async (folder, data) => {
      const script = path.join(__dirname, 'load-small.ts');
      const run = promisify(execFile);
      const results = await Promise.all(
        Array.from({ length: 3 }, () =>
          run(process.execPath, ['--import', 'tsx', script, data, path.join(folder, 'cache')]),
        ),
      );
      const here = await load(folder, { data });
      assert.deepEqual(here.source.notes, []);
      for (const { stdout } of results) assert.equal(stdout.trim(), `4 ${here.vocabulary.wordCount} 0`);
      await Promise.all(Array.from({ length: 8 }, (_, i) => load(folder, { data, seed: i })));
      assert.equal(cached(folder).length, 1);
    }));

  it('removes what a killed process left long ago, and nothing newer', () =>
    withArchive(async (folder, data) => {
      const cache = path.join(folder, 'cache');
      mkdirSync(cache);
      for (const name of ['old.1-aa.partial', 'new.2-bb.partial']) writeFileSync(path.join(cache, name), 'half');
      utimesSync(path.join(cache, 'old.1-aa.partial'), new Date(0), new Date(0));
      await load(folder, { data });
      assert.deepEqual(readdirSync(cache).filter(name => name.endsWith('.partial')), ['new.2-bb.partial']);
    })); // prettier-ignore

  it('refuses bad archives and leaves the cache untouched', () =>
    withArchive(async (folder, data) => {
      await load(folder, { data });
      const before = cached(folder).map(file => readFileSync(file));
      const cut = path.join(folder, 'cut.tar.gz');
      writeFileSync(cut, readFileSync(data).subarray(0, 300));
      const lacking = await writeArchive(path.join(folder, 'lacking.tar.gz'), without('train/neg'));
      await assert.rejects(load(folder, { data: cut }), /cut\.tar\.gz is truncated/);
      await assert.rejects(load(folder, { data: lacking }), /no reviews in train\/neg/);
      await assert.rejects(load(folder, { data: folder }), /parameter `data` names .* is a folder/);
      await assert.rejects(load(folder, { data: path.join(folder, 'absent') }), /no such file/);
      assert.deepEqual(cached(folder).map(file => readFileSync(file)), before);
    })); // prettier-ignore
});

describe('subsets', () => {
  it('are balanced, seeded, and nested', async () => {
    const sets = async (reviews: number, seed: number): Promise<string[]> => {
      const { train } = await load('.', { data: 'synthetic', reviews: 40, seed });
      assert.equal(train.labels.reduce((sum, label) => sum + label, 0), 20);
      return Array.from({ length: reviews }, (_, i) => train.text(i));
    }; // prettier-ignore
    assert.deepEqual(await sets(40, 1), await sets(40, 1));
    assert.notDeepEqual(await sets(40, 1), await sets(40, 2));
    await withArchive(async (folder, data) => {
      const texts = async (reviews: number): Promise<string[]> => {
        const { test } = await load(folder, { data, reviews });
        assert.equal(test.size, reviews);
        assert.equal(test.labels.reduce((sum, label) => sum + label, 0), Math.floor(reviews / 2));
        return Array.from({ length: reviews }, (_, i) => test.text(i));
      }; // prettier-ignore
      const [two, four] = [await texts(2), await texts(4)];
      assert.ok(two.every(text => four.includes(text)));
      await texts(3);
    });
  });

  it('do not change the vocabulary, and are mixed', () =>
    withArchive(async (folder, data) => {
      const all = await load(folder, { data });
      const few = await load(folder, { data, reviews: 2 });
      assert.deepEqual(few.encode('the warm film'), all.encode('the warm film'));
      const { labels } = (await load(folder, { data: 'synthetic', reviews: 200 })).train;
      assert.ok(
        labels.subarray(0, 100).some(label => label === 0) &&
          labels.subarray(0, 100).some(label => label === 1),
      );
    }));

  it('are refused when they cannot be had', () =>
    withArchive(async (folder, data) => {
      for (const reviews of [0, 1, -2, 2.5, NaN, Infinity]) {
        await assert.rejects(load(folder, { data, reviews }), {
          name: 'RangeError',
          message: /reviews must be .* but it is/,
        });
      }
      await assert.rejects(load(folder, { data, words: 4 }), /words must be/);
      await assert.rejects(load(folder, { data, length: 0 }), /length must be/);
      await assert.rejects(load(folder, { data, seed: 0.5 }), /seed must be/);
      assert.deepEqual(cached(folder), []);
    }));
});

describe('the order of sources', () => {
  it('takes the option before the variable, and the variable before the rest', () =>
    withArchive(async (folder, data) => {
      process.env.VIB_IMDB = await writeArchive(path.join(folder, 'variable.tar.gz'), without('/2_'));
      const byVariable = await load(folder);
      assert.equal(byVariable.source.chosenBy, 'environment');
      assert.equal(byVariable.test.size, 4);
      assert.equal((await load(folder, { data })).test.size, 6);
      assert.equal((await load(folder, { data: '' })).test.size, 4);
      process.env.VIB_IMDB = 'synthetic';
      assert.equal((await load(folder, { reviews: 10 })).source.kind, 'synthetic');
    }));

  it('never passes over a variable that names nothing usable', () =>
    inFolder(async folder => {
      process.env.VIB_IMDB = path.join(folder, 'absent.tar.gz');
      await assert.rejects(
        load(folder),
        /variable VIB_IMDB names .*absent\.tar\.gz, but there is no such file/,
      );
      process.env.VIB_IMDB = folder;
      await assert.rejects(load(folder), /VIB_IMDB names .* is a folder/);
    }));

  it('makes synthetic reviews when asked', () =>
    inFolder(async folder => {
      const { train, test, source, vocabulary } = await load(folder, { data: 'synthetic' });
      assert.deepEqual([train.size, test.size], [2000, 2000]);
      assert.equal(source.kind, 'synthetic');
      assert.equal(source.bayesAccuracy, bayesAccuracy());
      assert.ok(vocabulary.wordCount > 150 && vocabulary.wordCount < 400);
      assert.match(describeSource(source), /^Synthetic reviews, not IMDB, as asked for: 2,000 .* 87\.40% /);
      assert.deepEqual(cached(folder), []);
    }));

  it('falls back on synthetic reviews at last, with the reason of every source before', () =>
    inFolder(async folder => {
      const cache = path.join(folder, 'cache');
      mkdirSync(cache);
      const unknown = await writeArchive(path.join(cache, 'aclImdb_v1.tar.gz'));
      const before = readFileSync(unknown);
      const sites = [
        { name: 'first', url: 'http://no-such-host.invalid/a' },
        { name: 'second', url: 'http://no-such-host.invalid/b' },
      ];
      const { source } = await load(folder, { sites, reviews: 20 });
      assert.equal(source.kind, 'synthetic');
      assert.equal(source.chosenBy, 'fallback');
      assert.equal(source.notes.length, 3);
      assert.match(
        source.notes[0] ?? '',
        /aclImdb_v1\.tar\.gz in the cache folder is not the published file/,
      );
      assert.match(source.notes[1] ?? '', /^first/);
      assert.match(source.notes[2] ?? '', /^second/);
      assert.match(describeSource(source), /because the real reviews could not be had.*first.*second/);
      assert.deepEqual(readFileSync(unknown), before);
      assert.deepEqual(readdirSync(cache), ['aclImdb_v1.tar.gz']);
      assert.match((await load(folder, { reviews: 20 })).source.notes.join(), /Downloading was not allowed/);
    }));
});

describe('the real archive', () => {
  const skip = given && given !== 'synthetic' ? false : 'VIB_IMDB names no archive';
  it('has 12,500 reviews in each class, and a later load is at least five times as fast', { skip }, t =>
    inFolder(async folder => {
      // Processor time, not the clock's, and a ratio, not seconds: other tests share the machine, and machines differ.
      const timed = async (): Promise<[Reviews, number]> => {
        const start = process.cpuUsage();
        const reviews = await loadReviews({ data: given, cacheFolder: folder, sites: [] });
        const { user, system } = process.cpuUsage(start);
        return [reviews, (user + system) / 1e6];
      };
      const [first, firstSeconds] = await timed();
      const again = [await timed(), await timed()];
      const secondSeconds = Math.min(...again.map(([, seconds]) => seconds));
      t.diagnostic(`first load ${firstSeconds.toFixed(2)} s, later ${secondSeconds.toFixed(2)} s of processor time`);
      assert.ok(secondSeconds * 5 < firstSeconds, `the first load took ${firstSeconds} s, a later one ${secondSeconds} s`);
      const [{ train, test, source, vocabulary }] = again[0] as [Reviews, number];
      assert.equal(source.kind, 'official');
      const half = { pos: 12500, neg: 12500 };
      assert.deepEqual(source.counts, { train: half, test: half });
      for (const set of [train, test]) {
        assert.deepEqual([set.size, set.tokens.length], [25000, 25000 * 400]);
        assert.equal(set.labels.reduce((sum, label) => sum + label, 0), 12500);
        assert.ok(set.tokens.every(id => id >= 0 && id < 5000 && id !== 3));
      }
      assert.deepEqual(train.tokens, first.train.tokens);
      assert.deepEqual(test.tokens, first.test.tokens);
      assert.equal(vocabulary.wordCount, 4996);
      assert.deepEqual([4, 5, 6, 7].map(index => vocabulary.wordAt(index)), ['the', 'and', 'a', 'of']);
      assert.equal(train.tokens.reduce((sum, id) => sum + id, 0), python.train);
      assert.equal(test.tokens.reduce((sum, id) => sum + id, 0), python.test);
      const unasked = await loadReviews({ cacheFolder: folder, sites: [], reviews: 100 });
      assert.deepEqual([unasked.source.kind, unasked.source.chosenBy, unasked.source.path], ['official', 'cache', null]);
      assert.deepEqual([unasked.train.size, unasked.source.notes], [100, []]);
      for (let i = 0; i < 25000; i += 997) assert.ok(test.text(i).length > 20);
    })); // prettier-ignore
});
