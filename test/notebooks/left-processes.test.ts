import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
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

/** Sends a signal to a part of a program, and waits until none of its processes is left. */
async function endsAfter(
  signal: NodeJS.Signals,
  part: (one: Process) => boolean,
  started: ReturnType<typeof start>,
): Promise<void> {
  const all = processesOf(started.mark);
  const hit = all.filter(part);
  assert.ok(hit.length > 0, `${started.output()}\n${all.map(one => one.command).join('\n')}`);
  hit.forEach(({ pid }) => process.kill(pid, signal));
  await eventually(
    () => processesOf(started.mark),
    left => left.length === 0,
  );
}

const isNpm = ({ command }: Process): boolean => /^npm /.test(command);
const runs =
  (file: string) =>
  ({ command }: Process): boolean =>
    new RegExp(`^\\S*node (?:.* )?\\S*${file}`).test(command);

/** A server's first line comes before it listens. */
async function untilItAnswers<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries > 600) throw error;
      await new Promise(done => setTimeout(done, 100));
    }
  }
}

describe('npm run lab leaves no server and no kernel behind', { skip: noProcessList }, () => {
  async function lab() {
    const port = await new Promise<number>(done => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        server.close(() => done(port));
      });
    });
    const options = ['--no-browser', `--port=${port}`, '--IdentityProvider.token=test'];
    const started = start('npm', ['run', 'lab', '--', ...options]);
    const ask = async (method: string, path: string, body?: object): Promise<{ id: string }> => {
      const response = await fetch(`http://127.0.0.1:${port}/api/kernels${path}`, {
        method,
        headers: { Authorization: 'token test' },
        body: body ? JSON.stringify(body) : undefined,
      });
      const text = await response.text();
      assert.ok(response.ok, text);
      return (text ? JSON.parse(text) : {}) as { id: string };
    };
    await eventually(started.output, text => text.includes(`127.0.0.1:${port}`));
    const kernel = await untilItAnswers(() => ask('POST', '', { name: 'tslab' }));
    await eventually(
      () => processesOf(started.mark),
      all => all.some(isKernel),
    );
    return { started, ask, kernel };
  }
  const server = ({ command }: Process): boolean => / jupyterlab /.test(command);
  const cases: [signal: NodeJS.Signals, name: string, part: (one: Process) => boolean][] = [
    ['SIGTERM', 'npm', isNpm],
    ['SIGKILL', 'npm', isNpm],
    ['SIGKILL', 'command', runs('lab\\.mjs')],
    ['SIGHUP', 'command', runs('lab\\.mjs')],
    ['SIGKILL', 'server', server],
  ];
  for (const [signal, name, part] of cases) {
    test(`after ${signal} to its ${name}`, async () => endsAfter(signal, part, (await lab()).started));
  }

  test('and its kernels are restarted and ended as before', async () => {
    const { started, ask, kernel } = await lab();
    const kernels = () => processesOf(started.mark).filter(isKernel);
    const [before] = kernels();
    await ask('POST', `/${kernel.id}/restart`);
    await eventually(kernels, ([one]) => one !== undefined && one.pid !== before!.pid);
    assert.equal(kernels().length, 1);
    await ask('DELETE', `/${kernel.id}`);
    await eventually(kernels, left => left.length === 0);
    await endsAfter('SIGTERM', isNpm, started);
  });
});

describe('npm test leaves no process behind', { skip: noProcessList }, () => {
  const parts = { npm: isNpm, command: runs('scripts/test\\.mjs'), runner: runs('--test ') };
  for (const [name, part] of Object.entries(parts)) {
    test(`after SIGKILL to its ${name}, although the test never pauses`, async () => {
      const file = `test/scripts/stand-in-${process.pid}-${name.length}.test.ts`;
      writeFileSync(file, `console.error('it runs');\nfor (;;);`);
      try {
        const started = start('npm', ['test', '--', file]);
        await eventually(
          () => processesOf(started.mark),
          all =>
            all.some(
              ({ command }) =>
                command.includes(file) && !command.includes('--test ') && !/npm|\.mjs/.test(command),
            ),
        );
        await endsAfter('SIGKILL', part, started);
      } finally {
        rmSync(file);
      }
    });
  }
});

describe('npm run bench leaves no process and no file behind', { skip: noProcessList }, () => {
  const cases: [signal: NodeJS.Signals, name: string, part: (one: Process) => boolean][] = [
    ['SIGTERM', 'npm', isNpm],
    ['SIGTERM', 'command', runs('scripts/bench\\.mjs')],
    ['SIGKILL', 'command', runs('scripts/bench\\.mjs')],
  ];
  for (const [signal, name, part] of cases) {
    test(`after ${signal} to its ${name}`, async () => {
      const args = ['run', 'bench', '--', '--reviews=320', '--rounds=1000'];
      const started = start('npm', args, { VIB_IMDB: 'synthetic' });
      await eventually(
        () => processesOf(started.mark),
        all => all.some(({ command }) => command.includes('contestant.cjs')),
      );
      await endsAfter(signal, part, started);
      assert.doesNotMatch(started.output(), /^ {4}at /m);
    });
  }
});
