import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, test } from 'node:test';
import { type Process, eventually, noProcessList, processesOf } from '../support/processes';

const python = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python';
const marks: string[] = [];
/** Whatever a failed test left. */
afterEach(() =>
  marks
    .splice(0)
    .flatMap(processesOf)
    .forEach(({ pid }) => process.kill(pid, 'SIGKILL')),
);

/** Starts a program, and every process below it, with a mark to find them by. */
function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const mark = randomUUID();
  marks.push(mark);
  const clean: NodeJS.ProcessEnv = { ...process.env, ...env, VIB_TEST_RUN: mark };
  delete clean.NODE_TEST_CONTEXT;
  const child = spawn(command, args, { env: clean, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  return { child, mark, output: () => output };
}

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
