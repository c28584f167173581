import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { type Process, eventually, noProcessList, processesOf } from '../support/processes';
import { endLeft, start, temporaryFolder, tinyNotebooks } from '../support/tiny-notebooks';

const python = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python';
afterEach(endLeft);

const isKernel = ({ command }: Process): boolean => command.includes('kernel.cjs');

describe('a kernel ends when the process that started it is killed', { skip: noProcessList }, () => {
  const cells = {
    'at rest': 'console.log("ready")',
    'in a loop without a pause': 'console.log("ready"); for (;;);',
    'in a loop of pauses': 'console.log("ready"); for (;;) await new Promise(done => setTimeout(done, 10));',
    'that ignores SIGTERM': `process.on('SIGTERM', () => {}); console.log("ready"); await new Promise(() => {});`,
  };
  const code = `
import sys, time
from subprocess import DEVNULL
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=120, stdout=DEVNULL)
client.execute(sys.argv[1])
while True:
    message = client.get_iopub_msg(timeout=120)
    print(message["content"].get("text", ""), flush=True)
`;
  for (const [name, cell] of Object.entries(cells)) {
    test(name, async () => {
      const { child, mark, output } = start(python, ['-c', code, cell]);
      await eventually(output, text => text.includes('ready') || child.exitCode !== null);
      assert.equal(processesOf(mark).filter(isKernel).length, 1, output());
      child.kill('SIGKILL');
      await eventually(
        () => processesOf(mark),
        left => left.length === 0,
      );
    });
  }
});

describe('npm run report leaves no process and no file behind', { skip: noProcessList }, () => {
  const VIB_NOTEBOOKS = tinyNotebooks();
  /** The parts of a run, by what tells them apart. */
  const parts: Record<string, (one: Process) => boolean> = {
    npm: ({ command }) => command.startsWith('npm run report'),
    shell: ({ command }) => command.startsWith('sh -c'),
    node: ({ command }) => /^\S*node \S*scripts\/report\.mjs/.test(command),
    python: ({ command }) => command.includes('execute.py'),
    kernel: isKernel,
  };
  const everything = Object.keys(parts);
  const cases: [signal: NodeJS.Signals, ...to: string[]][] = [
    ['SIGINT', 'group'],
    ['SIGHUP', 'group'],
    ['SIGTERM', 'group'],
    ['SIGKILL', 'group'],
    ['SIGTERM', 'npm'],
    ...everything.map(part => ['SIGKILL', part] as [NodeJS.Signals, string]),
    ...['SIGINT', 'SIGHUP', 'SIGTERM'].map(signal => [signal, 'node'] as [NodeJS.Signals, string]),
  ];
  for (const [signal, ...to] of cases) {
    test(`after ${signal} to its ${to.join()}`, async () => {
      const folder = temporaryFolder();
      const args = ['run', 'report', '--', '--to', folder, '--set', 'wait=600'];
      const { child, mark, output, ended } = start('npm', args, { VIB_NOTEBOOKS });
      await eventually(
        () => processesOf(mark),
        all => all.some(isKernel) || child.exitCode !== null,
      );
      const all = processesOf(mark);
      const found = Object.values(parts).map(is => all.filter(is).length);
      assert.ok(
        found.every((count, i) => count >= (everything[i] === 'shell' ? 0 : 1)),
        `${found.join()}\n${output()}\n${all.map(one => one.command).join('\n')}`,
      );
      if (to[0] === 'group') process.kill(-child.pid!, signal);
      else all.filter(parts[to[0]!]!).forEach(({ pid }) => process.kill(pid, signal));
      await eventually(
        () => processesOf(mark),
        left => left.length === 0,
      );
      const { code } = await ended;
      assert.notEqual(code, 0, output());
      assert.deepEqual(readdirSync(folder), [], output());
      assert.doesNotMatch(output(), /Traceback|^ {4}at /m);
    });
  }

  test('what a killed run left on its way is removed by the next', async () => {
    const folder = temporaryFolder();
    const works = (): string[] => readdirSync('.cache/report').filter(name => name.startsWith('run-'));
    const { child, mark } = start('node', ['scripts/report.mjs', '--to', folder, '--set', 'wait=600'], {
      VIB_NOTEBOOKS,
    });
    await eventually(
      () => processesOf(mark),
      all => all.some(isKernel),
    );
    const own = new RegExp(`^run-${child.pid!}-`);
    assert.equal(works().filter(name => own.test(name)).length, 1);
    child.kill('SIGKILL');
    await eventually(
      () => processesOf(mark),
      left => left.length === 0,
    );
    const { code, output } = await start('node', ['scripts/report.mjs', '--to', folder], { VIB_NOTEBOOKS })
      .ended;
    assert.equal(code, 0, output);
    assert.deepEqual(
      works().filter(name => own.test(name)),
      [],
    );
    assert.deepEqual(readdirSync(folder).sort(), ['10_tiny.html', 'index.html']);
  });
});
