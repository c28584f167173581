import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { script } from '../support/conversion';

interface Pool {
  runsAtOnce: (runs: number, wanted?: number, machine?: { cores?: number; bytes?: number }) => number;
  inPool: <T>(jobs: T[], atOnce: number, run: (job: T, index: number) => Promise<void>) => Promise<void>;
  timeLeft: (usual: number[], now?: () => number) => { after: (index: number) => number };
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
    const left = timeLeft([10, 30, 60], () => now);
    now = 20_000;
    assert.equal(left.after(0), 180);
    now = 50_000;
    assert.equal(left.after(1), 75);
  });
});
