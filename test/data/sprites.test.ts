import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawSprite, drawSprites, spriteFactorNames, spriteLevels, spriteSide } from '../../lib/data';

/** What the pixels say: sum of ink, centre, and the direction of the longest spread. */
function measured(picture: ArrayLike<number>) {
  let [ink, x, y, most] = [0, 0, 0, 0];
  const each = (f: (grey: number, column: number, row: number) => void) => {
    for (let i = 0; i < picture.length; i++)
      f(picture[i]!, (i % spriteSide) + 0.5, Math.floor(i / spriteSide) + 0.5);
  };
  each((grey, column, row) => {
    ink += grey;
    x += grey * column;
    y += grey * row;
    most = Math.max(most, grey);
  });
  [x, y] = [x / ink, y / ink];
  let [xx, xy, yy] = [0, 0, 0];
  each((grey, column, row) => {
    xx += (grey * (column - x) ** 2) / ink;
    xy += (grey * (column - x) * (row - y)) / ink;
    yy += (grey * (row - y) ** 2) / ink;
  });
  return { ink, x, y, most, rotation: 0.5 * Math.atan2(2 * xy, xx - yy) };
}

test('area, centre, direction and shade, measured from the pixels, are the factors', () => {
  for (const size of spriteLevels.size) {
    for (const rotation of spriteLevels.rotation) {
      for (const shade of spriteLevels.shade) {
        const factors = { x: 6, y: 9, size, rotation, shade };
        const found = measured(drawSprite(factors));
        const area = 2 * size * size;
        assert.ok(Math.abs(found.ink / shade - area) < 0.1 * area, `${found.ink / shade} ${area}`);
        assert.ok(Math.abs(found.x - 6) < 0.1 && Math.abs(found.y - 9) < 0.1, `${found.x} ${found.y}`);
        const turn = Math.abs(Math.sin(found.rotation - rotation));
        assert.ok(turn < 0.06, `rotation ${found.rotation} for ${rotation}`);
        assert.ok(Math.abs(found.most - shade) < 1e-6);
      }
    }
  }
});

test('half a turn changes nothing, and no sprite is cut off at the edge', () => {
  const factors = { x: 8, y: 8, size: 3, rotation: 0.3, shade: 1 };
  assert.deepEqual(drawSprite(factors), drawSprite({ ...factors, rotation: 0.3 + Math.PI }));
  const [size, last] = [Math.max(...spriteLevels.size), Math.max(...spriteLevels.x)];
  assert.ok(last + size * Math.hypot(1, 0.5) <= spriteSide + 0.01);
});

test('same seed, same set; levels are met equally often and the pictures are those of the levels', () => {
  const set = drawSprites(3000, 4);
  assert.deepEqual(set, drawSprites(3000, 4));
  for (const name of spriteFactorNames) {
    const n = spriteLevels[name].length;
    for (let level = 0; level < n; level++) {
      const count = set.levels[name].filter(one => one === level).length;
      assert.ok(
        Math.abs(count - 3000 / n) < 4.5 * Math.sqrt((3000 / n) * (1 - 1 / n)),
        `${name} ${level}: ${count}`,
      );
    }
  }
  const factors = Object.fromEntries(
    spriteFactorNames.map(name => [name, spriteLevels[name][set.levels[name][17]!]!]),
  );
  assert.deepEqual(
    set.pixels.slice(17 * 256, 18 * 256),
    drawSprite(factors as unknown as Parameters<typeof drawSprite>[0]),
  );
  assert.throws(() => drawSprites(0, 1), /count/);
});
