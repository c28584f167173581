import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { script } from '../support/conversion';

interface Pool {
  runsAtOnce: (runs: number, wanted?: number, machine?: { cores?: number; bytes?: number }) => number;
  inPool: <T>(jobs: T[], atOnce: number, run: (job: T, index: number) => Promise<void>) => Promise<void>;
  timeLeft: (
    usual: number[],
    atOnce?: number,
    now?: () => number,
  ) => { begins: (index: number) => void; ends: (index: number) => number };
}

describe('runs at a time', () => {
  test('are as many as cores, memory and jobs allow, and one at least', async () => {
    const { runsAtOnce } = await script<Pool>('report/pool.mjs');
    const gigabytes = (count: number) => ({ cores: 8, bytes: count * 1e9 });
    assert.equal(runsAtOnce(9, undefined, { cores: 2, bytes: 20e9 }), 2);
    assert.equal(runsAtOnce(9, undefined, gigabytes(6)), 3);
    assert.equal(runsAtOnce(9, undefined, gigabytes(0.5)), 1);
    assert.equal(runsAtOnce(2, undefined, gigabytes(64)), 2);
    assert.equal(runsAtOnce(9, 4, gigabytes(0.5)), 4, 'the person knows better');
    assert.equal(runsAtOnce(1, 4, gigabytes(64)), 1);
  });

  test('begin in their order, never more than so many, each once', async () => {
    const { inPool } = await script<Pool>('report/pool.mjs');
    const begun: number[] = [];
    let [running, most] = [0, 0];
    await inPool([30, 1, 1, 20, 1], 2, async (wait, index) => {
      begun.push(index);
      most = Math.max(most, ++running);
      await new Promise(done => setTimeout(done, wait));
      running--;
    });
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    assert.equal(most, 2);
  });

  test('tell what is left by the pace of those that are done', async () => {
    const { timeLeft } = await script<Pool>('report/pool.mjs');
    let now = 0;
    const left = timeLeft([10, 30, 60, 20], 2, () => now);
    left.begins(0);
    left.begins(1);
    now = 20_000;
    // Twice the usual time: of the second 40 s are left, of the others 120 and 40, for two at a time.
    assert.equal(left.ends(0), 100);
    left.begins(2);
    now = 60_000;
    // 80 s for what usually takes 40; the third has run for 40 of 120 s.
    assert.equal(left.ends(1), 60);
    left.begins(3);
    now = 100_000;
    left.ends(3);
    now = 140_000;
    assert.equal(left.ends(2), 0);
  });
});
