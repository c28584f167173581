import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { processesOf } from './processes';

/** A folder that is gone when the tests are. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vib-commands-')));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const parametersCell = "let wait = 0;   // seconds\nlet fail = 0;\nlet data = '';";
const parameters = {
  wait: { type: 'number', minimum: 0, maximum: 1000, default: 0, about: 'seconds that a cell takes' },
  fail: { type: 'integer', minimum: 0, maximum: 3, default: 0, about: 'how the third cell fails' },
  data: { type: 'data', words: ['', 'synthetic'], default: '', about: 'a file' },
};

/** A collection of one notebook, 10_tiny, which runs in a second: for the commands, as VIB_NOTEBOOKS. */
export function tinyNotebooks(): string {
  const folder = join(temporaryFolder(), 'notebooks');
  mkdirSync(folder);
  const code = (id: string, source: string, tags: string[] = []) => {
    return { cell_type: 'code', id, source, metadata: { tags }, outputs: [], execution_count: null };
  };
  const cells = [
    { cell_type: 'markdown', id: 'title', source: '# Tiny', metadata: {} },
    code('parameters', parametersCell, ['parameters']),
    code('show', 'console.log(`the data: ${data}`);\nconsole.log(JSON.stringify({ data }));'),
    code(
      'fail',
      `// It may fail.
if (fail === 1) throw new RangeError('fail is 1, and 0 was hoped for');
if (fail === 2) process.kill(process.pid, 'SIGKILL');`,
    ),
    code('wait', 'const end = Date.now() + 1000 * wait;\nwhile (Date.now() < end);\nconsole.log("done");'),
  ];
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, '10_tiny.ipynb'), JSON.stringify(notebook));
  writeFileSync(join(folder, 'parameters.json'), JSON.stringify({ '10_tiny': parameters }));
  return folder;
}

const marks: string[] = [];
/** Ends whatever the programs that were started here have left. */
export function endLeft(): void {
  for (const { pid } of marks.splice(0).flatMap(processesOf)) process.kill(pid, 'SIGKILL');
}

/** Starts a program, and every process below it, with a mark to find them by. */
export function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const mark = randomUUID();
  marks.push(mark);
  const all: NodeJS.ProcessEnv = { ...process.env, ...env, VIB_TEST_RUN: mark };
  delete all.NODE_TEST_CONTEXT;
  // A group of its own, as a terminal gives it.
  const child = spawn(command, args, { env: all, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const ended = new Promise<{ code: number | null; output: string }>(done =>
    child.on('close', code => done({ code, output })),
  );
  return { child, mark, ended, output: () => output };
}
