import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, test } from 'node:test';
import { loadReviews } from '../../lib/data/imdb';
import { repeatedTexts } from '../../lib/data/repeated-texts';
import { withoutRows } from '../../lib/data/review-set';
import { inFolder, smallFiles, writeArchive } from './small-archive';

const set = (texts: string[], labels: number[]) => ({ texts: () => texts, labels: Uint8Array.from(labels) });

test('data/README.md quotes what the run of the answer printed', () => {
  const readme = readFileSync('data/README.md', 'utf8');
  const table = readme.split('### Texts that stand twice')[1]?.split('\n###')[0] ?? '';
  const rows = [...table.matchAll(/^\| ([a-z][^|]*) \| ([^|]*) \| ([^|]*) \|$/gm)];
  const quoted = rows.flatMap(([, what, baseline, vib]) => [
    `baseline, ${what!}: ${baseline!}`,
    `VIB, ${what!}: ${vib!}`,
  ]);
  const printed = readFileSync('data/results/repeated-texts.txt', 'utf8').split('\n');
  assert.deepEqual(quoted.sort(), printed.filter(line => /^(baseline|VIB), [a-z].*\d\]$/.test(line)).sort());
  assert.equal(quoted.length, 14);
});

describe('repeatedTexts', () => {
  it('counts texts, copies, and what stands in both parts', () => {
    const found = repeatedTexts(
      set(['a', 'b', 'a', 'c', 'd'], [1, 0, 1, 0, 1]),
      set(['e', 'a', 'd', 'e', 'e', 'a', 'D'], [0, 1, 0, 0, 0, 1, 1]),
    );
    assert.deepEqual(found, {
      texts: 3, // a, d, e
      copies: 3 + 1 + 2,
      inBoth: 2, // a, d
      contradicting: 1, // d
      trainRows: Uint32Array.of(0, 2, 4),
      testRows: Uint32Array.of(1, 2, 5),
    });
  });

  it('finds nothing where nothing is repeated', () => {
    const found = repeatedTexts(set(['a', ''], [1, 0]), set(['b'], [1]));
    assert.deepEqual([found.texts, found.copies, found.inBoth, found.contradicting], [0, 0, 0, 0]);
    assert.deepEqual([found.trainRows.length, found.testRows.length], [0, 0]);
  });

  it('gives rows of the sets as they are, which withoutRows leaves out', () =>
    inFolder(async folder => {
      const twice = smallFiles['aclImdb/train/neg/0_2.txt']!;
      const data = await writeArchive(path.join(folder, 'a.tar.gz'), {
        ...smallFiles,
        'aclImdb/test/neg/3_2.txt': twice,
        'aclImdb/test/neg/4_2.txt': twice,
      });
      const reviews = await loadReviews({ data, cacheFolder: folder, sites: [], length: 9 });
      const { train, test } = reviews;
      const { trainRows, testRows, ...counts } = repeatedTexts(train, test);
      assert.deepEqual(counts, { texts: 1, copies: 2, inBoth: 1, contradicting: 0 });
      assert.deepEqual([...trainRows].map(train.text), [twice]);
      assert.deepEqual([...testRows].map(test.text), [twice, twice]);
      for (const [whole, rows] of [[train, trainRows], [test, testRows], [test, Uint32Array.of()]] as const) {
        const rest = withoutRows(whole, rows);
        assert.equal(rest.size, whole.size - rows.length);
        assert.deepEqual(rest.texts(), whole.texts().filter((_, i) => !rows.includes(i)));
        for (let i = 0; i < rest.size; i++) {
          const text = rest.text(i);
          assert.deepEqual(rest.tokens.slice(9 * i, 9 * i + 9), reviews.encode(text));
          assert.equal(rest.labels[i], whole.labels[whole.texts().indexOf(text)]);
        }
        assert.throws(() => rest.text(rest.size), /there is no review/);
      }
      assert.throws(() => withoutRows(train, [0, train.size]), /there is no review 4: they go from 0 to 3/);
      assert.throws(() => withoutRows(train, [NaN]), /there is no review NaN/);
    })); // prettier-ignore

  const archive = process.env.VIB_IMDB;
  const skip = archive && archive !== 'synthetic' ? false : 'VIB_IMDB names no archive';
  it('finds 418 copies of 406 texts in the real archive, 123 texts in both parts', { skip }, () =>
    inFolder(async folder => {
      const { train, test } = await loadReviews({ data: archive, cacheFolder: folder, sites: [] });
      const { trainRows, testRows, ...counts } = repeatedTexts(train, test);
      assert.deepEqual(counts, { texts: 406, copies: 418, inBoth: 123, contradicting: 0 });
      assert.deepEqual([trainRows.length, testRows.length], [123, 123]);
      const [trainTexts, testTexts] = [train.texts(), test.texts()];
      const textsOf = (rows: Uint32Array, texts: string[]) => [...rows].map(row => texts[row] ?? '').sort();
      assert.deepEqual(textsOf(trainRows, trainTexts), textsOf(testRows, testTexts));
      assert.equal(test.text(testRows[7]!), testTexts[testRows[7]!]);
    }),
  );
});
