import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  appeared,
  clone,
  root,
  run,
  start,
  windows,
  workingClone,
  workingNpm,
} from '../support/set-up-clone';

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
  assert.match(output, /To mend it: .*npm run setup/);
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
  assert.equal(readFileSync(join(made.path, 'runs'), 'utf8').match(/npm/g)?.length, 1);
});

/** An npm that starts a program of its own, and goes on for a minute. */
const slowNpm = `const fs = require('fs'); fs.mkdirSync('node_modules', { recursive: true });
const beat = "setInterval(() => require('fs').appendFileSync(process.argv[1], 'x'), 50); setTimeout(() => process.exit(), 60000)";
require('child_process').spawn(process.execPath, ['-e', beat, 'heartbeat-of-child'], { stdio: 'inherit' });
process.on('SIGTERM', () => {});
process.argv[1] = 'heartbeat'; eval(beat);`;

/** Until nothing writes any more. */
async function stillness(path: string): Promise<void> {
  const beats = () =>
    ['heartbeat', 'heartbeat-of-child'].map(file => readFileSync(join(path, file), 'utf8').length).join();
  for (let attempt = 0, before = ''; before !== beats(); attempt++) {
    assert.ok(attempt < 60, 'a program still runs');
    before = beats();
    await setTimeout(500);
  }
}

describe('interrupted in the middle of a step', { skip: windows, concurrency: 2 }, () => {
  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    test(`by ${signal}: says so, leaves nothing that looks finished, nor a process, and goes on next time`, async () => {
      const made = clone(signal, slowNpm);
      const { child, ended } = start(made);
      await appeared(made, 'heartbeat-of-child');
      child.kill(signal);
      const { code, output } = await ended;
      assert.equal(code, exit, output);
      assert.match(
        output,
        /npm ci[^\n]*\n\nStopped\. What was finished is kept; the same command goes on from here\.\n$/,
      );
      await stillness(made.path);
      assert.ok(!existsSync(join(made.path, '.cache', 'setup.lock')));
    });
  }
});

describe('killed with kill -9, the set-up alone', { skip: windows, concurrency: 2 }, () => {
  test('its programs end by themselves', async () => {
    const made = clone('killed', slowNpm);
    const { child, ended } = start(made);
    await appeared(made, 'heartbeat-of-child');
    child.kill('SIGKILL');
    await ended;
    await stillness(made.path);
  });

  test('in each part, also together with the one that watches over the programs: started again at once, it recovers', async () => {
    const made = workingClone('recovers');
    const folders = {
      ci: 'node_modules',
      venv: '.venv',
      install: '.venv',
      download: '.cache/tensorflow/wheel.partial',
      '-shared': 'node_modules/@tensorflow/tfjs-node/lib',
    };
    const sleepOnce = (file: string) => {
      const text = readFileSync(join(made.path, file), 'utf8');
      const [first = '', ...rest] = text.startsWith('#!') ? text.split('\n') : ['', text];
      const sleep = `const folders = ${JSON.stringify(folders)};
const word = process.argv.slice(2).find(arg => folders[arg]);
if (word && !require('fs').existsSync('slept-' + word)) {
  const fs = require('fs');
  fs.writeFileSync('slept-' + word, String(process.pid));
  // It writes on, so that nobody can empty the folder meanwhile.
  for (let i = 0, end = Date.now() + 60000; Date.now() < end; i++) {
    fs.mkdirSync(folders[word] + '/half', { recursive: true });
    fs.writeFileSync(folders[word] + '/half/' + i % 100, '');
  }
}`;
      return [first, sleep, ...rest].join('\n');
    };
    for (const file of ['npm.cjs', 'tools/python3', 'tools/g++'])
      writeFileSync(join(made.path, file), sleepOnce(file));
    for (const word of Object.keys(folders)) {
      const { child, ended } = start(made);
      const pid = Number(await appeared(made, `slept-${word}`));
      child.kill('SIGKILL');
      if (process.platform === 'linux') {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        process.kill(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), 'SIGKILL');
      }
      await ended;
    }
    const { code, output } = await run(made);
    assert.equal(code, 0, output);
    assert.match(output, /had left \d of its programs running/);
    assert.equal((await run(made)).output.match(/already right/g)?.length, 6);
    for (const folder of Object.values(folders))
      assert.ok(!existsSync(join(made.path, folder, 'half')), folder);
  });
});

test('on a clone that is ready it changes nothing and takes less than 2 s', async () => {
  const times: number[] = [];
  // The best of three: the other tests want the same cores.
  for (let attempt = 0; attempt < 3 && !(Math.min(...times) < 2); attempt++) {
    const begin = Date.now();
    const { code, output } = await run({ path: root, env: process.env });
    times.push((Date.now() - begin) / 1000);
    assert.equal(code, 0, output);
    const lines = output.trim().split('\n').slice(1, -1);
    assert.ok(lines.length >= 6 && lines.every(line => line.endsWith(': already right')), output);
  }
  assert.ok(Math.min(...times) < 2, `it took ${times.join(', ')} s`);
});
