import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { countReviews, readArchive, type ArchivedReview } from '../../lib/data/archive';
import { inFolder, smallFiles, without, writeArchive } from './small-archive';

async function readAll(file: string, perClass?: number): Promise<ArchivedReview[]> {
  const reviews: ArchivedReview[] = [];
  for await (const review of readArchive(file, { perClass })) reviews.push(review);
  return reviews;
}

async function refused(file: string, message: RegExp, perClass?: number): Promise<void> {
  await assert.rejects(readAll(file, perClass), { name: 'ArchiveError', message });
}

describe('readArchive', () => {
  it('gives every labelled review with its split, label, name and text, and no unlabelled one', () =>
    inFolder(async folder => {
      const reviews = await readAll(await writeArchive(path.join(folder, 'a.tar.gz')));
      assert.equal(reviews.length, 10);
      const found = reviews.map(r => [
        `aclImdb/${r.split}/${r.label === 1 ? 'pos' : 'neg'}/${r.name}`,
        r.text,
      ]);
      const expected = Object.entries(smallFiles).filter(([name]) => /\/(pos|neg)\//.test(name));
      assert.deepEqual(found.sort(), expected.sort());
      assert.deepEqual(countReviews(reviews), { train: { pos: 2, neg: 2 }, test: { pos: 3, neg: 3 } });
    }));

  it('reports progress up to the size of the file', () =>
    inFolder(async folder => {
      const many = Object.fromEntries(
        Array.from({ length: 600 }, (_, i) => [`aclImdb/train/pos/${i}_9.txt`, `text ${i}`]),
      );
      const file = await writeArchive(path.join(folder, 'a.tar.gz'), { ...smallFiles, ...many });
      const seen: string[] = [];
      const onProgress = (p: { message: string; done?: number; total?: number }): void => {
        seen.push(p.message);
        assert.ok(p.done !== undefined && p.total !== undefined && p.done <= p.total);
      };
      for await (const review of readArchive(file, { onProgress })) assert.ok(review.text);
      assert.match(seen.join(), /500 reviews/);
    }));

  it('lets an error of the progress callback through as it is', () =>
    inFolder(async folder => {
      const many = Object.fromEntries(
        Array.from({ length: 5000 }, (_, i) => [`train/pos/${i}_9.txt`, `text ${i}`]),
      );
      const file = await writeArchive(path.join(folder, 'a.tar.gz'), many);
      const stop = new Error('stopped by the reader');
      const reading = async (): Promise<void> => {
        const onProgress = (): void => {
          throw stop;
        };
        for await (const review of readArchive(file, { onProgress })) assert.ok(review.text);
      };
      await assert.rejects(reading, stop);
    }));

  it('closes the file when the caller stops early', () =>
    inFolder(async folder => {
      const file = await writeArchive(path.join(folder, 'a.tar.gz'));
      for await (const review of readArchive(file)) {
        assert.ok(review.text);
        break;
      }
      assert.equal((await readAll(file)).length, 10);
    }));

  it('refuses a path that is missing or a folder', () =>
    inFolder(async folder => {
      await refused(path.join(folder, 'none.tar.gz'), /There is no file .*none\.tar\.gz/);
      await refused(folder, /is a folder.*aclImdb_v1\.tar\.gz/);
    }));

  it('refuses a gzip file cut anywhere', () =>
    inFolder(async folder => {
      const whole = readFileSync(await writeArchive(path.join(folder, 'a.tar.gz')));
      for (const kept of [1, 5, 40, whole.length >> 1, whole.length - 9, whole.length - 1]) {
        const file = path.join(folder, `cut-${kept}.tar.gz`);
        writeFileSync(file, whole.subarray(0, kept));
        await refused(file, /is truncated/);
      }
    }));

  it('refuses a tar cut inside an entry, between two entries, or before its end mark', () =>
    inFolder(async folder => {
      const tar = gunzipSync(readFileSync(await writeArchive(path.join(folder, 'a.tar.gz'))));
      for (const kept of [512 + 3, 1024, tar.length - 1024, tar.length - 512]) {
        const file = path.join(folder, `cut-${kept}.tar.gz`);
        writeFileSync(file, gzipSync(tar.subarray(0, kept)));
        await refused(file, /is truncated/);
      }
    }));

  it('refuses altered bytes and files that are no archive', () =>
    inFolder(async folder => {
      const whole = readFileSync(await writeArchive(path.join(folder, 'a.tar.gz')));
      const altered = Buffer.from(whole);
      altered.writeUInt8((altered[200] ?? 0) ^ 0xff, 200);
      const file = path.join(folder, 'b.tar.gz');
      writeFileSync(file, altered);
      await refused(file, /is damaged|is truncated|not a tar archive/);
      const checksum = Buffer.from(whole);
      checksum.writeUInt8((checksum[whole.length - 6] ?? 0) ^ 0xff, whole.length - 6);
      writeFileSync(file, checksum);
      await refused(file, /is damaged/);
      writeFileSync(file, 'just text');
      await refused(file, /is a text file/);
      writeFileSync(file, gzipSync('just text, but compressed. '.repeat(100)));
      await refused(file, /is gzipped, but what is inside is not a tar archive/);
    }));

  it('names the class folders that are missing', () =>
    inFolder(async folder => {
      const one = await writeArchive(path.join(folder, 'a.tar.gz'), without('test/neg'));
      await refused(one, /no reviews in test\/neg\./);
      const two = await writeArchive(path.join(folder, 'b.tar.gz'), without('pos'));
      await refused(two, /no reviews in train\/pos, test\/pos\./);
    }));

  it('checks the counts when they are known', () =>
    inFolder(async folder => {
      const file = await writeArchive(path.join(folder, 'a.tar.gz'));
      await refused(file, /should hold 2 reviews .* has 3 in test\/pos, 3 in test\/neg/, 2);
      const even = without('/2_', smallFiles);
      assert.equal((await readAll(await writeArchive(file, even), 2)).length, 8);
    }));
});
