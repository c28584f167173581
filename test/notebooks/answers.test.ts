import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { notebookNames, parametersOf, readCells, textOf } from '../support/notebooks';
import { readText } from '../support/prose-rules';

interface Answer {
  exercise: string;
  label: string;
  run: { set?: Record<string, number | string> };
  record: string;
  hash: string;
  problem: string;
}

/** Asked of the command's own code: the test's TypeScript cannot import it. */
const answers = ((): Record<string, Answer[]> => {
  const code = `import { listAnswers } from './scripts/report/answers.mjs';
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(notebookNames)}.map(name => [name, listAnswers(name)]))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Record<string, Answer[]>;
})();

const remake = (name: string) => `npm run report -- ${name.slice(0, 2)} --answer all --save-outputs`;

for (const name of notebookNames) {
  const cells = readCells(`notebooks/${name}.ipynb`);
  const exercises = cells.map(readText).join('\n\n').split('\n## Exercises')[1] ?? '';
  const items = exercises.split(/^(?=\d\. )/m).slice(1);
  const runs = answers[name]!;

  describe(`the worked answers of ${name}`, () => {
    test('belong to exercises, change what is there, and set parameters within their ranges', () => {
      for (const { exercise, label, run, problem } of runs) {
        assert.ok(items[Number(exercise) - 1], `there is no exercise ${exercise}`);
        assert.equal(problem, '');
        for (const [key, value] of Object.entries(run.set ?? {})) {
          const parameter = parametersOf(name)[key];
          assert.ok(parameter, `${label}: there is no parameter ${key}`);
          assert.equal(typeof value, typeof parameter.default);
          if (typeof value !== 'number') continue;
          assert.ok(value >= (parameter.minimum ?? -Infinity) && value <= (parameter.maximum ?? Infinity));
        }
      }
    });

    test('were run with the code as it is now', () => {
      for (const { record, hash } of runs) {
        assert.ok(existsSync(record), `${record} is missing: ${remake(name)}`);
        const [first] = readFileSync(record, 'utf8').split('\n');
        assert.equal(first, `<!-- code ${hash} -->`, `${record} is of other code: ${remake(name)}`);
      }
    });

    test('are shown by the notebook as they were recorded, and no number is written by hand', () => {
      const shown = new Set(
        cells.flatMap(cell => [...textOf(cell).matchAll(/showAnswer\('([\d.]+)'\)/g)].map(([, at]) => at)),
      );
      const numbers = new Set(runs.map(({ exercise }) => `${name.slice(0, 2)}.${exercise}`));
      assert.deepEqual([...shown].sort(), [...numbers].sort());
      const printed = cells.map(readText).join('\n');
      for (const { record, label } of runs) {
        const text = readFileSync(record, 'utf8')
          .replace(/^<!--.*-->\n+/, '')
          .trim();
        assert.ok(printed.includes(text), `answer ${label} was shown otherwise: run the notebook anew`);
      }
    });
  });
}

test('every record of an answer belongs to one', () => {
  const known = Object.values(answers).flatMap(runs => runs.map(({ record }) => basename(record)));
  const texts = readdirSync('notebooks/answers').filter(file => file.endsWith('.md'));
  assert.deepEqual(
    texts.filter(file => !known.includes(file)),
    [],
  );
  const files = readdirSync('notebooks/answers')
    .filter(file => file.endsWith('.json'))
    .map(file => file.replace('.json', ''));
  assert.deepEqual(
    files.filter(name => !notebookNames.includes(name)),
    [],
  );
});
