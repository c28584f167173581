import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { clone, root, run } from '../support/set-up-clone';

const workingNpm = `const fs = require('fs'); fs.rmSync('node_modules', {recursive: true, force: true}); fs.mkdirSync('node_modules');
fs.appendFileSync('npm-runs', 'x');`;

test('a step that fails says what, why and what mends it', async () => {
  const made = clone(
    'failing',
    `for (let i = 0; i < 50; i++) console.log('line ' + i);
require('fs').writeFileSync('npm-cache', process.env.npm_config_cache);
console.error('npm error: the registry is on fire'); process.exit(1)`,
  );
  const { code, output } = await run(made);
  assert.equal(code, 1);
  assert.match(output, /JavaScript packages could not be installed/);
  assert.match(output, /Why:\n(?: {2}line \d+\n){11} {2}npm error: the registry is on fire\n/);
  assert.match(output, /To mend it:\n.*npm run setup/);
  const { path } = made;
  assert.ok(!existsSync(join(path, '.cache', 'setup.lock')), 'the lock is released');
  const [, log = ''] = /The full log is (\S+)\. /.exec(output) ?? [];
  assert.match(readFileSync(join(path, log), 'utf8'), /line 0\n[^]*the registry is on fire/);
  const cache = relative(path, readFileSync(join(path, 'npm-cache'), 'utf8'));
  assert.match(cache, /^\.cache/, 'what npm keeps lies in the clone');
});

test('finished steps are kept: after a failure in the second, the first is not done again', async () => {
  const made = clone('second', workingNpm);
  const first = await run(made);
  assert.equal(first.code, 1);
  assert.match(first.output, /JavaScript packages: done/);
  assert.match(first.output, /Python 3\.10 or newer is needed[^]*No python3 was found/);
  const again = await run(made);
  assert.match(again.output, /JavaScript packages: already right/);
  assert.equal(readFileSync(join(made.path, 'npm-runs'), 'utf8'), 'x');
});

test('interrupted in the middle of a step: says so, leaves nothing that looks finished, nor a process, and goes on next time', async () => {
  const made = clone(
    'interrupted',
    `const fs = require('fs'); fs.mkdirSync('node_modules', {recursive: true});
setInterval(() => fs.appendFileSync('heartbeat', 'x'), 50); setTimeout(() => process.exit(), 60000)`,
  );
  const heartbeat = join(made.path, 'heartbeat');
  const stopped = await run(made, {
    onOutput(text, kill) {
      if (!text.includes('npm ci')) return;
      const wait = setInterval(() => {
        if (!existsSync(heartbeat)) return;
        clearInterval(wait);
        kill();
      }, 20);
    },
  });
  assert.equal(stopped.code, 130);
  assert.match(stopped.output, /Stopped\. What was finished is kept/);
  await setTimeout(300);
  const beats = readFileSync(heartbeat, 'utf8');
  await setTimeout(300);
  assert.equal(readFileSync(heartbeat, 'utf8'), beats, 'npm still runs');
  writeFileSync(join(made.path, 'npm.cjs'), workingNpm);
  const again = await run(made);
  assert.match(again.output, /JavaScript packages: done/);
});

test('two set-ups at once: the second waits', async () => {
  const made = clone('twice', `setTimeout(() => { ${workingNpm} }, 1500)`);
  const [one, two] = await Promise.all([run(made), run(made)]);
  assert.equal(
    [one, two].filter(({ output }) => output.includes('Another set-up of this clone is running')).length,
    1,
  );
  assert.equal(readFileSync(join(made.path, 'npm-runs'), 'utf8'), 'x', 'npm ran once');
});

test('a lock left by a process that is gone does not count', async () => {
  const made = clone('stale', workingNpm);
  mkdirSync(join(made.path, '.cache'));
  writeFileSync(join(made.path, '.cache', 'setup.lock'), '999999999');
  const { output } = await run(made);
  assert.match(output, /JavaScript packages: done/);
});

test('doctor starts in a clone where nothing is installed, and names each part', async () => {
  const { code, output } = await run(clone('bare', ''), { script: 'doctor' });
  assert.equal(code, 1, output);
  for (const part of ['JavaScript packages', 'Python environment', 'TensorFlow native library', 'engine'])
    assert.match(output, new RegExp(`✗ ${part}.*: missing or out of date\\.\n +To mend it: npm run setup`));
  assert.match(output, /✗ Python 3\.10 or newer is needed\.\n +To mend it: Install Python/);
});

test('on a clone that is ready it changes nothing and takes less than 2 s', async () => {
  const times: number[] = [];
  // The best of three: the other tests want the same cores.
  for (let attempt = 0; attempt < 3 && !(Math.min(...times) < 2); attempt++) {
    const start = Date.now();
    const { code, output } = await run({ path: root, env: process.env });
    times.push((Date.now() - start) / 1000);
    assert.equal(code, 0, output);
    const lines = output.trim().split('\n').slice(1, -1);
    assert.ok(lines.length >= 6 && lines.every(line => line.endsWith(': already right')), output);
  }
  assert.ok(Math.min(...times) < 2, `it took ${times.join(', ')} s`);
});
