import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { digitPixels, loadDigits, picturesOf, type DigitSet } from '../../lib/data/digits';

function counts({ labels }: DigitSet): number[] {
  const found = new Array<number>(10).fill(0);
  for (const label of labels) found[label]++;
  return found;
}

/** Label and pixels of one image as a string that can be compared quickly. */
function print(label: number, greys: ArrayLike<number>): string {
  return `${label}:${Buffer.from(Uint8Array.from(greys, grey => Math.round(grey * 255))).toString('latin1')}`;
}

function images({ pixels, labels }: DigitSet): string[] {
  return Array.from(labels, (label, i) =>
    print(label, pixels.subarray(i * digitPixels, (i + 1) * digitPixels)),
  );
}

describe('loadDigits', () => {
  it('gives the package its own images and labels back', async () => {
    const { train, test } = await loadDigits({ train: 9000, test: 1000, classes: 'natural' });
    const known = new Set<string>();
    for (let digit = 0; digit < 10; digit++) {
      const { data } = createRequire(__filename)(`mnist/src/digits/${digit}.json`) as { data: number[] };
      for (let i = 0; i < data.length; i += digitPixels) {
        known.add(print(digit, data.slice(i, i + digitPixels)));
      }
      assert.ok(data.every(grey => Math.abs(grey - Math.round(grey * 255) / 255) < 5e-4));
    }
    const found = [...images(train), ...images(test)];
    assert.equal(found.length, 10000);
    assert.ok(found.every(image => known.has(image)));
    assert.equal(new Set(found).size, known.size);
    assert.ok(train.pixels.every(grey => grey >= 0 && grey <= 1));
    assert.deepEqual(counts(train).map((n, digit) => n + (counts(test)[digit] ?? 0)),
      [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]); // prettier-ignore
  });

  it('balances the classes to within one', async () => {
    const { train, test } = await loadDigits({ train: 205, test: 100 });
    assert.deepEqual(counts(train), [21, 21, 21, 21, 21, 20, 20, 20, 20, 20]);
    assert.deepEqual(counts(test), new Array(10).fill(10));
    const overlap = new Set(images(train));
    assert.equal(images(test).filter(image => overlap.has(image)).length, 0);
  });

  it('repeats itself with the same seed only, and shuffles', async () => {
    const [a, b, c] = await Promise.all([
      loadDigits({ train: 100, test: 50, seed: 4 }),
      loadDigits({ train: 100, test: 50, seed: 4 }),
      loadDigits({ train: 100, test: 50, seed: 5 }),
    ]);
    assert.deepEqual(a, b);
    assert.notDeepEqual(a.train.pixels, c.train.pixels);
    assert.notDeepEqual([...a.train.labels], [...a.train.labels].sort());
  });

  it('keeps the test images when the training set grows', async () => {
    for (const classes of ['balanced', 'natural'] as const) {
      const small = await loadDigits({ train: 50, test: 40, seed: 2, classes });
      const large = await loadDigits({ train: 500, test: 40, seed: 2, classes });
      assert.deepEqual(images(small.test).sort(), images(large.test).sort());
    }
  });

  it('refuses more digits than there are, and sizes that are no sizes', async () => {
    await assert.rejects(
      loadDigits({ train: 9001, test: 1000, classes: 'natural' }),
      /9001 \+ 1000 .* only 10000/,
    );
    await assert.rejects(
      loadDigits({ train: 8000, test: 1000 }),
      /need 900 images of 5, but there are only 863/,
    );
    for (const train of [0, -1, 1.5, NaN]) {
      await assert.rejects(loadDigits({ train }), {
        name: 'RangeError',
        message: new RegExp(`train must .* ${train}`),
      });
    }
    await assert.rejects(loadDigits({ test: 0 }), /test must be a whole number/);
  });
});

it('picturesOf gives every picture, in order', async () => {
  const { test } = await loadDigits({ train: 10, test: 20 });
  const pictures = picturesOf(test);
  assert.equal(pictures.length, 20);
  assert.deepEqual(pictures[7], test.pixels.slice(7 * digitPixels, 8 * digitPixels));
});
