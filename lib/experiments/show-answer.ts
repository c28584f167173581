import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { proseBundle, showBundle } from '../show';

const records = path.resolve(__dirname, '..', '..', 'notebooks', 'answers');

/**
 * Shows the worked answer of an exercise, folded: what the recorded runs of `npm run report -- 06 --answer 5` concluded.
 *
 * The text is of those runs, not of the notebook that shows it: other parameters here leave it as it is, and its first line
 * says so. Records are `notebooks/answers/06.5.md`, or 06.5a.md, 06.5b.md, ... where an answer has several runs.
 * @param exercise notebook and exercise, such as '06.5'
 * @throws RangeError for an exercise without a record.
 */
export function showAnswer(exercise: string): void {
  if (!/^\d\d\.\d+$/.test(exercise)) {
    throw new RangeError(`an exercise is named like "06.5", not "${exercise}"`);
  }
  const files = existsSync(records)
    ? readdirSync(records).filter(file => file.startsWith(exercise) && /^\d\d\.\d+[a-z]?\.md$/.test(file))
    : [];
  const own = files.filter(file => file.replace(/[a-z]?\.md$/, '') === exercise).sort();
  if (own.length === 0) {
    const [notebook, number] = exercise.split('.');
    throw new RangeError(
      `there is no record of answer ${exercise}: make it with npm run report -- ${notebook} --answer ${number} --save-outputs`,
    );
  }
  const texts = own.map(file => readFileSync(path.join(records, file), 'utf8').replace(/^<!--.*-->\n+/, ''));
  const markdown = `<details><summary>Answer</summary>\n\n${texts.map(text => text.trim()).join('\n\n')}\n\n</details>`;
  const { 'text/plain': plain } = proseBundle({ markdown: texts.join('\n\n').trim() });
  showBundle({ 'text/markdown': markdown, 'text/plain': `Answer ${exercise}: ${plain}` });
}
