import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, relative } from 'node:path';
import { inRoot, readJson, root } from '../setup/paths.mjs';
import { barChart } from './chart.mjs';
import { writeWhole } from '../report/work-folder.mjs';

/** @typedef {{median: number, low: number, high: number, least: number, n: number}} Spread */
/** @typedef {{name: string, step: Spread, evaluatedBatch: Spread, run: number | null, peakMegabytes: number}} Result */
/** @typedef {{roofline: {ceiling: number, table: number}, parts: {part: string, ms: number}[], growth: Record<string, {value: number, ms: number}[]>}} EngineResult */

const file = inRoot('data', 'results', 'bench.json');

/**
 * @param {number[]} times
 * @returns {Spread}
 */
export function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.floor(part * (sorted.length - 1))] ?? NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: at(0), n: sorted.length };
}

/**
 * When, where and of what it was measured.
 * @param {string} data
 */
export function circumstances(data) {
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return {
    date: new Date().toISOString(),
    commit: git.status === 0 ? git.stdout.trim() : 'unknown',
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      gigabytes: Math.round(totalmem() / 1e9),
      system: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    },
    data,
  };
}

/**
 * @param {Result[]} results
 * @param {number} epochs
 */
export function printResults(results, epochs) {
  const cell = (/** @type {Spread} */ s) =>
    `${s.median.toFixed(2)} [${s.low.toFixed(2)}, ${s.high.toFixed(2)}]`;
  const columns = ['', 'ms a step', 'ms an evaluated batch', `s for ${epochs} epochs`, 'peak MB'];
  const rows = results.map(one => [
    one.name,
    cell(one.step),
    cell(one.evaluatedBatch),
    one.run?.toFixed(1) ?? '-',
    one.peakMegabytes.toFixed(0),
  ]);
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map(row => (row[i] ?? '').length)),
  );
  for (const row of [columns, ...rows]) {
    console.log(row.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  '));
  }
  console.log('Median [quartiles]; batches of 32, with the bottleneck.\n');
}

/** @param {EngineResult} engine */
export function printEngine({ roofline: { ceiling, table }, parts, growth }) {
  const share = ((100 * table) / ceiling).toFixed(0);
  console.log(
    `The table's product: ${table.toFixed(1)} billion operations a second, ${share}% of the ${ceiling.toFixed(1)} that one ` +
      'core does with nothing to read.',
  );
  console.log(
    `Parts of a step, 1 thread: ${parts.map(({ part, ms }) => `${part} ${ms.toFixed(2)} ms`).join('; ')}`,
  );
  for (const [name, times] of Object.entries(growth)) {
    console.log(`By ${name}: ${times.map(({ value, ms }) => `${value}: ${ms.toFixed(1)} ms`).join(', ')}`);
  }
}

/**
 * Replaces some parts of bench.json and keeps the others.
 * @param {Record<string, unknown>} parts
 */
export function writeResults(parts) {
  write(file, `${JSON.stringify({ ...readJson(file), ...parts }, null, 2)}\n`);
}

/**
 * @param {Result[]} results
 * @param {{reviews: number, epochs: number}} settings
 */
export function writeChart(results, { reviews, epochs }) {
  const whole = results.filter(one => one.run !== null);
  const bars =
    whole.length > 0
      ? whole.map(one => ({ name: one.name, value: one.run ?? 0, note: `${one.run?.toFixed(0)} s` }))
      : results.map(one => ({
          name: one.name,
          value: one.step.median,
          note: `${one.step.median.toFixed(1)} ms`,
        }));
  const what = whole.length > 0 ? `${epochs} epochs of ${reviews} reviews` : 'One training step';
  write(inRoot('data', 'results', 'bench.svg'), barChart(`${what} on ${cpus().length} cores`, bars));
}

/**
 * @param {string} target
 * @param {string} text
 */
function write(target, text) {
  mkdirSync(dirname(target), { recursive: true });
  writeWhole(target, text);
  console.log(`Wrote ${relative(root, target)}`);
}
