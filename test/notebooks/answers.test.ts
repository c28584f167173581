import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { notebookNames, parametersOf, readCells } from '../support/notebooks';
import { readText } from '../support/prose-rules';
import { everythingPrinted, isPrinted, markedNumbers } from '../support/quoted-numbers';

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
        const head = record.endsWith('.md') ? `<!-- code ${hash} -->` : `code ${hash}`;
        assert.equal(first, head, `${record} is of other code: ${remake(name)}`);
      }
    });

    test('quote only what the notebook or their own runs printed, and mark it', () => {
      const usual = everythingPrinted(cells);
      const missing = items.flatMap((item, i) => {
        const own = runs.filter(({ exercise }) => exercise === String(i + 1));
        const records = own.map(({ record }) => readFileSync(record, 'utf8').replace(/^code.*\n/, ''));
        const text = [usual, ...records].join('\n');
        const unmarked = [...item.matchAll(/`([-+−\d.,%±[\]– ]*\d[-+−\d.,%±[\]– ]*)`/g)].map(
          ([, number]) => number,
        );
        const unprinted = markedNumbers(item).filter(mark => !isPrinted(mark, text));
        return [...unmarked, ...unprinted].map(number => `${i + 1}: ${number}`);
      });
      assert.deepEqual(missing, []);
    });
  });
}

test('every record of an answer belongs to one', () => {
  const known = Object.values(answers).flatMap(runs => runs.map(({ record }) => basename(record)));
  const texts = readdirSync('notebooks/answers').filter(file => file.endsWith('.md'));
  assert.deepEqual(
    [...readdirSync('test/notebooks/answers'), ...texts].filter(file => !known.includes(file)),
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
