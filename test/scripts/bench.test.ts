import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

function run(script: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], {
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

test('bench and build-engine have help, which runs nothing', () => {
  for (const [script, name] of [
    ['bench', 'bench'],
    ['build-engine', 'build:engine'],
  ] as const) {
    const { code, output } = run(script, '--help');
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^Usage: npm run ${name}`));
  }
});

test('bench refuses numbers that make no sense, before anything runs', () => {
  for (const [args, pattern] of [
    [['--rounds', '0'], /--rounds 0: a whole number from 1 to 1000 is needed/],
    [['--epochs', '1.5'], /--epochs 1\.5: a whole number from 0 to 100/],
    [['--reviews', '5'], /--reviews 5: a whole number from 320 to 25000/],
    [['--python', '/no/such/python'], /no Python at \/no\/such\/python/],
    [['--python='], /no Python at ""/],
    [['--python', 'test'], /no Python at test/],
    [['--python', process.execPath], /no Python at/],
    [['--epochs='], /--epochs : a whole number from 0 to 100/],
    [['--rounds', '0x10'], /--rounds 0x10: a whole number/],
    [['--rounds=-1'], /--rounds -1: a whole number/],
    [['--reviews', '1e999'], /--reviews 1e999: a whole number/],
    [['--rounds', '3', '--rounds', '4'], /--rounds is given twice, as 3 and as 4/],
    [['--engine-only', '--rounds', '3'], /--engine-only measures the engine alone: leave --rounds out/],
    [['more'], /Unexpected argument 'more'/],
  ] as const) {
    const { code, output } = run('bench', ...args);
    assert.equal(code, 2, output);
    assert.match(output, pattern);
  }
});

test('bench says what a Python lacks, before an hour goes by', () => {
  const python = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python';
  const { code, output } = run('bench', '--python', python);
  assert.equal(code, 2, output);
  assert.match(output, /lacks keras, tensorflow, torch(, numpy)?; scripts\/bench\/requirements\.txt/);
});

test('report offers the engines by name', () => {
  const { code, output } = run('report', '04', '--set', 'engine=fats');
  assert.equal(code, 2, output);
  assert.match(output, /engine=fats: did you mean "fast"\? engine: fast or tfjs, by default fast/);
});
