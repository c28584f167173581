import { spawn } from 'node:child_process';

/** What the kernel said to one cell. */
export interface Executed {
  status: string;
  text: string;
  errors: string;
  data: { update: boolean; data: Record<string, unknown>; transient: { display_id?: string } }[];
  results: { execution_count: number; data: Record<string, unknown>; metadata: Record<string, unknown> }[];
}

export type Step =
  | { execute: string; interruptAt?: string }
  | { complete: string; at: number }
  | { write: string; text: string };

/** Runs the steps in one kernel, started as Jupyter does; the answers are one for each step. */
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
