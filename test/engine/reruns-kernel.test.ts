import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

const noProc = !existsSync('/proc/self/status') && 'the counts are those of Linux';

test(
  'a cell that makes an engine, run again and again, adds neither threads nor memories',
  { skip: noProc },
  () => {
    const imports = `
import { readFileSync } from 'fs';
import { TextCnnEngine } from './lib/engine';
import { engineHost } from './lib/models';
const status = (name: string) => Number(new RegExp(name + ':\\\\s+(\\\\d+)').exec(readFileSync('/proc/self/status', 'utf8'))![1]);`;
    const cell = `
const engine = new TextCnnEngine({ head: 'vib', seed: 1, threads: 2 }, engineHost());
engine.step({ tokens: new Int32Array(400).fill(7), labels: [1] });
console.log(status('Threads'), status('VmSize') / 1e6);`;
    const steps = [imports, ...new Array<string>(24).fill(cell)].map(code => ({ execute: code }));
    const { stdout, stderr } = spawnSync('.venv/bin/python', ['test/support/kernel_session.py'], {
      input: JSON.stringify(steps),
      encoding: 'utf8',
      timeout: 300_000,
    });
    const answers = JSON.parse(stdout || '[]') as { status: string; text: string; errors: string }[];
    assert.equal(answers.length, steps.length, stderr);
    const counts = answers.slice(1).map(({ text, errors }) => {
      assert.match(text, /^\d+ [\d.]+/, errors);
      return text.trim().split(' ').map(Number) as [number, number];
    });
    // The second engine brings the second memory; each further one brought a thread and 10 GB of addresses.
    const [early, late] = [counts[3]!, counts[23]!];
    assert.ok(late[0] <= early[0] + 2, `${early[0]} threads became ${late[0]}`);
    assert.ok(late[1] < early[1] + 5, `${early[1]} GB of addresses became ${late[1]}`);
  },
);
