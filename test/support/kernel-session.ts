import { spawn } from 'node:child_process';

/** What the kernel said to one cell. */
export interface Executed {
  status: 'ok' | 'error' | 'aborted';
  reply: { execution_count?: number } & Partial<JupyterError>;
  /** Standard output, and standard error. */
  text: string;
  errors: string;
  /** Messages of the type `error`. */
  error: JupyterError[];
  data: { update: boolean; data: Record<string, unknown>; transient: { display_id?: string } }[];
  results: { execution_count: number; data: Record<string, unknown>; metadata: Record<string, unknown> }[];
  /** What came one after the other: 'stdout:TEXT', 'stderr:TEXT', 'display_data', 'execute_result', 'error'. */
  order: string[];
  /** Messages that brought `text` and `errors`. */
  streams: number;
}

export interface JupyterError {
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Step =
  | { execute: string; interruptAt?: string; interrupts?: number[] }
  | { executeAll: string[]; interruptAt?: string; interrupts?: number[] }
  | { complete: string; at: number }
  | { inspect: string; at: number }
  | { write: string; text: string }
  | { remove: string }
  | { wait: number }
  | { interrupt: true };

/** Starts a kernel, does the steps one after the other and ends it. */
export function session(steps: Step[]): Promise<unknown[]> {
  return new Promise((done, fail) => {
    const python = process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python';
    const child = spawn(python, ['test/support/kernel_session.py']);
    let output = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('close', code => (code === 0 ? done(JSON.parse(output) as unknown[]) : fail(new Error(errors))));
    child.stdin.end(JSON.stringify(steps));
  });
}

/** The answers to cells alone. */
export async function runCells(cells: (string | Step)[]): Promise<Executed[]> {
  const steps = cells.map(cell => (typeof cell === 'string' ? { execute: cell } : cell));
  const answers = (await session(steps)) as (Executed | Executed[] | null)[];
  return answers.flat().filter((one): one is Executed => one !== null && typeof one === 'object');
}

/** An error's traceback without colours. */
export function traceOf(executed: Executed | undefined): string {
  return (executed?.error ?? [])
    .flatMap(one => one.traceback)
    .join('\n')
    .replace(/\u001b\[\d+m/g, '');
}
