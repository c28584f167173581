import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environment, inRoot, root } from '../setup/paths.mjs';

/** @typedef {{ms?: number[], train?: number, validation?: number, accuracy?: number, versions?: string, peakBytes: number}} Answer */

/** For TypeScript, and an end when the benchmark is gone. */
export const nodeOptions = ['--require', inRoot('scripts', 'kernel', 'parent-watch.cjs'), '--import', 'tsx'];

/** Each in a process of its own, so that memory is its own and one TensorFlow does not meet the other. */
export class Contestant {
  /**
   * @param {string} name
   * @param {string} command
   * @param {string[]} args
   */
  constructor(name, command, args) {
    this.name = name;
    this.child = spawn(command, args, { cwd: root, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    this.errors = '';
    this.child.stderr.on('data', bytes => (this.errors += String(bytes)));
    /** @type {((line: string | null) => void)[]} */
    this.waiting = [];
    createInterface({ input: this.child.stdout }).on('line', line => {
      if (line.startsWith('{')) this.waiting.shift()?.(line);
    });
    this.child.on('close', () => this.waiting.splice(0).forEach(answer => answer(null)));
  }

  /**
   * @param {{do: string, count?: number}} command
   * @returns {Promise<Answer>}
   */
  async ask(command) {
    /** @type {Promise<string | null>} */
    const line = new Promise(resolve => this.waiting.push(resolve));
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await line;
    if (answer === null) {
      throw new Error(
        `${this.name} ended without an answer:\n${this.errors.trim().split('\n').slice(-8).join('\n')}`,
      );
    }
    return JSON.parse(answer);
  }

  end() {
    this.child.stdin.end();
    this.child.kill();
  }
}

/**
 * @param {string} folder of the reviews
 * @param {{batch: number, lambda: number, python?: string | undefined}} options
 */
export function startContestants(folder, { batch, lambda, python }) {
  const common = [folder, String(batch), String(lambda)];
  const ours = {
    'engine-1': 'engine, 1 thread',
    'engine-2': 'engine, 2 threads',
    'tfjs-op': 'engine in tfjs',
    tfjs: 'tfjs',
  };
  const node = [...nodeOptions, inRoot('scripts', 'bench', 'contestant.cjs')];
  const list = Object.entries(ours).map(
    ([kind, name]) => new Contestant(name, process.execPath, [...node, kind, ...common]),
  );
  if (python) {
    const guard = [inRoot('scripts', 'python', 'with_parent.py'), String(process.pid)];
    const script = [...guard, inRoot('scripts', 'bench', 'contestants.py')];
    list.push(new Contestant('Keras', python, [...script, 'keras', ...common]));
    list.push(new Contestant('PyTorch', python, [...script, 'torch', ...common]));
  }
  return list;
}
