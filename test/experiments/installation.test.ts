import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkInstallation } from '../../lib/experiments/installation';
import { assertNoTensorLeft } from '../support/tensors';

const partOf = async (name: string) => (await checkInstallation()).find(({ part }) => part === name)!;

test('finds everything right in a clone that is set up, and names no path', async () => {
  const parts = await checkInstallation();
  const necessary = parts.filter(({ part }) => part !== 'IMDB reviews');
  assert.deepEqual(
    necessary.filter(({ right }) => right !== 'yes'),
    [],
  );
  assert.equal(parts.find(({ part }) => part === 'Node')?.found, process.versions.node);
  assert.match(
    parts.find(({ part }) => part === 'TensorFlow library')!.found,
    /^2\.\d+\.\d+, .*"tensorflow"/,
  );
  assert.match(parts.find(({ part }) => part === 'Engine of notebook 04')!.found, /within \de-\d+ of/);
  assert.ok(!JSON.stringify(parts).includes(process.cwd()));
});

test('leaves no tensor behind', () => assertNoTensorLeft(checkInstallation));

test('says which reviews there are, without downloading', async t => {
  const before = process.env.VIB_IMDB;
  const own = join(tmpdir(), `vib-installation-${process.pid}.tar.gz`);
  t.after(() => {
    rmSync(own, { force: true });
    if (before === undefined) delete process.env.VIB_IMDB;
    else process.env.VIB_IMDB = before;
  });
  process.env.VIB_IMDB = 'synthetic';
  assert.match((await partOf('IMDB reviews')).found, /asks for the synthetic corpus/);
  writeFileSync(own, gzipSync('what is inside is not looked at'));
  process.env.VIB_IMDB = own;
  assert.match((await partOf('IMDB reviews')).found, /an archive of your own, named by VIB_IMDB/);
  process.env.VIB_IMDB = join(tmpdir(), 'no-such-archive.tar.gz');
  assert.deepEqual((await partOf('IMDB reviews')).right, 'no: correct VIB_IMDB, or unset it');
});
