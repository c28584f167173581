import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { errorsOf, mimeTypes, notebookNames, parametersOf, readCells, textOf } from '../support/notebooks';

const NOTICE = 'application/vnd.vib-notebooks.notice+json';

for (const name of notebookNames) {
  const cells = readCells(`notebooks/${name}.ipynb`);
  const number = Number(name.slice(0, 2));

  describe(name, () => {
    test('opens with its question, what to know before, and its run time', () => {
      const opening = textOf(cells[0]!);
      for (const part of [/^# /m, /question/i, /before/i, /run time/i]) assert.match(opening, part);
    });

    test('ends with a summary, what did not work, and exercises', () => {
      const headings = cells
        .filter(cell => cell.cell_type === 'markdown')
        .flatMap(cell => textOf(cell).match(/^## .*$/gm) ?? []);
      assert.deepEqual(headings.slice(-3), ['## Summary', '## What did not work', '## Exercises']);
    });

    test('has one cell tagged parameters, and it agrees with parameters.json', () => {
      const tagged = cells.filter(cell => cell.metadata.tags?.includes('parameters'));
      assert.equal(tagged.length, 1);
      const declared = [...textOf(tagged[0]!).matchAll(/^let (\w+)(?:: \w+)? = (.*?);/gm)].map(
        ([, key, value]) => [key, value],
      );
      const expected = Object.entries(parametersOf(name)).map(([key, { default: usual }]) => [
        key,
        typeof usual === 'string' ? `'${usual}'` : String(usual),
      ]);
      assert.deepEqual(declared, expected);
    });

    test('was committed as run from top to bottom, without an error, on real data', () => {
      const code = cells.filter(cell => cell.cell_type === 'code');
      assert.deepEqual(
        code.map(cell => cell.execution_count),
        code.map((_, i) => i + 1),
      );
      assert.deepEqual(code.flatMap(errorsOf), []);
      const notices = code.flatMap(cell =>
        (cell.outputs ?? []).map(output => output.data?.[NOTICE] as { kind?: string } | undefined),
      );
      assert.ok(!notices.some(notice => notice?.kind === 'warning'), 'it ran on the synthetic corpus');
    });

    test('reads every figure aloud in the sentence after it', () => {
      cells.forEach((cell, i) => {
        if (mimeTypes(cell).includes('application/vnd.plotly.v1+json')) {
          assert.equal(cells[i + 1]?.cell_type, 'markdown', `after the cell: ${textOf(cell).slice(0, 80)}`);
        }
      });
    });

    test('shows short cells and no plumbing', () => {
      for (const cell of cells.filter(cell => cell.cell_type === 'code')) {
        const lines = textOf(cell).split('\n');
        assert.ok(lines.length <= 32, `${lines.length} lines: ${lines[0]}`);
        for (const line of lines) assert.ok(line.length <= 110, `${line.length} characters: ${line}`);
        assert.doesNotMatch(textOf(cell), /tslab|require\(|process\.|fs'/);
      }
    });

    test('numbers its equations in order', () => {
      const tags = cells
        .filter(cell => cell.cell_type === 'markdown')
        .flatMap(cell => textOf(cell).match(/\\tag\{[^}]*\}/g) ?? []);
      assert.ok(tags.length > 0, 'no equation');
      assert.deepEqual(
        tags,
        tags.map((_, i) => `\\tag{${number}.${i + 1}}`),
      );
    });

    test('stays light: less than 1.5 MB', () => {
      assert.ok(statSync(`notebooks/${name}.ipynb`).size < 1.5e6);
    });

    test('names no path of the machine it ran on', () => {
      assert.doesNotMatch(readFileSync(`notebooks/${name}.ipynb`, 'utf8'), /\/(work|root|home|tmp)\//);
    });
  });
}
