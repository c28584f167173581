import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { appeared, clone, put, run, start, windows, workingNpm, type Clone } from '../support/set-up-clone';

const file = '.cache/setup.lock';
/** The lock as a set-up writes it. */
interface Lock {
  id: string;
  pid: number;
  started: string;
  place: string;
  host: string;
  since: number;
}

/** A program in a clone that takes the lock, holds it for a while and lets it go, several times. */
function putHolder(made: Clone, hold: number, times = 1): void {
  put(
    made,
    'hold.mjs',
    `import { appendFileSync } from 'node:fs';
import { releaseLock, takeLock } from './scripts/setup/lock.mjs';
for (let i = 0; i < ${times}; i++) {
  await takeLock(text => console.log(text));
  appendFileSync('events', 'in ');
  await new Promise(resolve => setTimeout(resolve, ${hold}));
  appendFileSync('events', 'out ');
  releaseLock();
}`,
  );
}

describe('the lock', { concurrency: 2 }, () => {
  test('of many at once that find the lock of a dead one, one is inside at a time', async () => {
    const made = clone('race', '');
    putHolder(made, 5, 4);
    for (let round = 0; round < 3; round++) {
      const dead = JSON.stringify({ ...ownLock(), pid: 999999999 });
      put(made, file, [dead, '', '{"pid": '][round] ?? '');
      // Garbage counts as none when it is older than an instant.
      utimesSync(join(made.path, file), new Date(0), new Date(0));
      const results = await Promise.all(
        Array.from({ length: 5 }, () => start(made, { script: 'hold.mjs' }).ended),
      );
      for (const { code, output } of results) assert.equal(code, 0, output);
    }
    assert.equal(readFileSync(join(made.path, 'events'), 'utf8'), 'in out '.repeat(3 * 5 * 4));
  });

  test('a second set-up says at once for whom it waits and what can be done, and finds the work done', async () => {
    const made = clone(
      'twice',
      `const wait = setInterval(() => { if (!require('fs').existsSync('go')) return; clearInterval(wait); ${workingNpm} }, 20)`,
    );
    const first = start(made);
    await appeared(made, file);
    const second = start(made);
    await second.said(/Another set-up/);
    put(made, 'go', '');
    const [one, two] = await Promise.all([first.ended, second.ended]);
    assert.doesNotMatch(one.output, /Another set-up/);
    const { pid } = first.child;
    assert.match(
      two.output,
      new RegExp(
        `Another set-up of this clone is running: process ${pid} \\(.*scripts/setup\\.mjs\\), started \\d+ s ago`,
      ),
    );
    assert.match(
      two.output,
      new RegExp(`Ctrl\\+C ends the waiting\\. If it hangs: kill ${pid}, and this one goes on`),
    );
    assert.match(two.output, /JavaScript packages: already right/);
    assert.equal(readFileSync(join(made.path, 'runs'), 'utf8').match(/npm/g)?.length, 1);
  });

  test('waiting is ended by Ctrl+C; killing the other lets this one go on', { skip: windows }, async () => {
    const made = clone('ended', 'setTimeout(() => {}, 60000)');
    const first = start(made);
    await first.said(/npm ci/);
    const impatient = start(made);
    await impatient.said(/Another set-up/);
    impatient.child.kill('SIGINT');
    assert.equal((await impatient.ended).code, 130);
    const second = start(made);
    await second.said(/Another set-up/);
    put(made, 'npm.cjs', workingNpm);
    first.child.kill('SIGKILL');
    assert.match((await second.ended).output, /JavaScript packages: done/);
  });

  const odd: [what: string, make: (made: Clone) => void][] = [
    ['a number, of a process that lives', made => put(made, file, '1')],
    ['an empty file', made => put(made, file, '')],
    ['half a lock', made => put(made, file, '{"id":"a","pid":1')],
    ['null', made => put(made, file, 'null')],
    ['a folder', made => mkdirSync(join(made.path, file, 'x'), { recursive: true })],
    [
      'a link to nowhere',
      made => {
        mkdirSync(join(made.path, '.cache'));
        symlinkSync('/no/such/file', join(made.path, file));
      },
    ],
    ['of a process that is gone', made => putLock(made, { pid: 999999999 })],
    // The number of this process, which lives, but began at another time.
    ['of a process whose number another one has now', made => putLock(made, { started: '1' })],
  ];
  /** A lock of this process, but for what is given. */
  const putLock = (made: Clone, other: Partial<Lock>) =>
    put(made, file, JSON.stringify({ ...ownLock(), ...other }));
  for (const [what, make] of odd) {
    test(`that is ${what} does not count`, { skip: windows }, async () => {
      const made = clone(`odd-${odd.findIndex(([each]) => each === what)}`, workingNpm);
      make(made);
      const { output } = await run(made);
      assert.match(output, /JavaScript packages: done/);
      assert.ok(!existsSync(join(made.path, file)));
    });
  }

  test(
    'of a zombie (a killed process whose parent does not ask for it) does not count',
    { skip: process.platform !== 'linux' },
    async () => {
      const made = clone('zombie', workingNpm);
      // The shell becomes a program that does not know of its child, which ends meanwhile.
      const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const pid = Number(await new Promise(resolve => parent.stdout.once('data', resolve)));
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8');
      const started = stat()
        .slice(stat().lastIndexOf(')') + 2)
        .split(' ')[19];
      while (!/\) Z /.test(stat())) await new Promise(resolve => setTimeout(resolve, 50));
      putLock(made, { pid, started });
      assert.match((await run(made)).output, /JavaScript packages: done/);
      parent.kill();
    },
  );

  test(
    'from another machine or container counts while it gives signs of life, and no longer',
    { skip: windows },
    async () => {
      const made = clone('elsewhere', workingNpm);
      putLock(made, { place: 'another start of another machine', host: 'faraway' });
      const alive = setInterval(() => utimesSync(join(made.path, file), new Date(), new Date()), 1000);
      const waiting = start(made);
      await waiting.said(/process \d+ on faraway or in a container[^]*no sign of life for 15 s/);
      setTimeout(() => clearInterval(alive), 17_000);
      const begin = Date.now();
      assert.match((await waiting.ended).output, /JavaScript packages: done/);
      assert.ok(Date.now() - begin > 17_000, 'it did not wait');
    },
  );
});

/** What a set-up that was this process would write into its lock. */
function ownLock(): Lock {
  const stat = process.platform === 'linux' ? readFileSync('/proc/self/stat', 'utf8') : '';
  return {
    id: 'of-a-test',
    pid: process.pid,
    started: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '',
    place: place(),
    host: hostname(),
    since: Date.now(),
  };
}

function place(): string {
  if (process.platform !== 'linux') return hostname();
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}
