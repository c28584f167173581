import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { archiveProblem } from '../../lib/data/archive-file';
import kinds from '../../lib/data/file-kinds.json';
import { endMark, soundMembers } from '../data/raw-tar';

const folder = mkdtempSync(join(tmpdir(), 'vib-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tar = Buffer.concat([...soundMembers, endMark]);
const heads: Record<string, Buffer> = {
  empty: Buffer.alloc(0),
  one: Buffer.of(0x1f),
  two: Buffer.of(0x1f, 0x8b),
  gzip: gzipSync(tar),
  flags: Buffer.of(0x1f, 0x8b, 8, 0xff, 0, 0),
  tar,
  csv: Buffer.from('review,label\n"A warm film",1\n'),
  marked: Buffer.from('\ufeffreview,label\n'),
  utf16: Buffer.from('\ufeffreview,label\n', 'utf16le'),
  latin1: Buffer.from('caf\xe9', 'latin1'),
  html: Buffer.from('  \n<!doctype html><html>'),
  markedHtml: Buffer.from('\ufeff<HTML>'),
  xml: Buffer.from('<?xml version="1.0"?>'),
  picture: Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
  zeros: Buffer.alloc(600),
};
for (const { at, bytes } of kinds)
  heads[`kind-${bytes}`] = Buffer.concat([Buffer.alloc(at), Buffer.from(bytes, 'hex')]);

test('the command says of a file what the library says', () => {
  for (const [name, head] of Object.entries(heads)) writeFileSync(join(folder, name), head);
  const code = `import { archiveProblem } from './scripts/report/check-archive.mjs';
    const problems = ${JSON.stringify(readdirSync(folder))}.map(name => [name, archiveProblem(${JSON.stringify(folder)} + '/' + name) ?? '']);
    console.log(JSON.stringify(Object.fromEntries(problems)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  const expected = Object.entries(heads).map(([name, head]) => [
    name,
    archiveProblem(head.subarray(0, 512)) ?? '',
  ]);
  assert.deepEqual(JSON.parse(stdout), Object.fromEntries(expected));
  assert.deepEqual(
    Object.entries(heads)
      .filter(([, head]) => archiveProblem(head) === undefined)
      .map(([name]) => name),
    ['gzip'],
  );
});

test('report refuses a bad file at once, by --set and by VIB_IMDB, before anything is set up', () => {
  const csv = join(folder, 'my.csv');
  writeFileSync(csv, 'review,label\n');
  mkdirSync(join(folder, 'inside'));
  const run = (args: string[], variable: string) => {
    const env: NodeJS.ProcessEnv = { ...process.env, VIB_IMDB: variable };
    delete env.NODE_TEST_CONTEXT;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/report.mjs', ...args, '--to', folder],
      {
        encoding: 'utf8',
        env,
        timeout: 600_000,
      },
    );
    return { status, output: stdout + stderr };
  };
  for (const [args, variable, message] of [
    [
      ['04', '--set', `data=${csv}`],
      '',
      /data=.*my\.csv: .*my\.csv is a text file, such as a CSV, not an archive\. What is needed/,
    ],
    [['04'], csv, /The environment variable VIB_IMDB names .*my\.csv, which is a text file, such as a CSV/],
    [['04'], join(folder, 'none.tar.gz'), /VIB_IMDB names .*none\.tar\.gz, which is not there\./],
    [['04'], join(folder, 'inside'), /VIB_IMDB names .*inside, which is a folder\./],
  ] as const) {
    const { status, output } = run([...args], variable);
    assert.equal(status, 2, output);
    assert.match(output, message);
    assert.doesNotMatch(output, /\n\s+at |\[1\/1\]/);
  }
});
