import { relative, resolve } from 'node:path';
import { commandLine, refuse } from './command-line.mjs';
import { answersOf, chooseAnswers, saveAnswer } from './report/answers.mjs';
import { allowed, chooseNotebooks, chooseParameters } from './report/arguments.mjs';
import { variableProblem } from './report/check-archive.mjs';
import { notebookNames, parametersOf } from './report/collection.mjs';
import { writeIndex } from './report/index-page.mjs';
import { duration, makeReport, saveOutputs } from './report/make.mjs';
import { inRoot, messageOf, root } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';

const { values, positionals } = commandLine({
  usage: 'npm run report -- [NOTEBOOK ...] [--set NAME=VALUE ...] [--quick]',
  about: `Executes notebooks and writes one self-contained HTML report each, and reports/index.html. A notebook is named by its
number or name; without one, all are executed. The first run installs what is needed.`,
  notes: `Options:
  --set NAME=VALUE   run with another parameter; the report's name and header say so (repeatable)
  --answer N         run the worked answer of exercise N (or all): the notebook with the changes that the answer speaks of
  --quick            reduced sizes, for a look at the whole in a few minutes; the header says so
  --to FOLDER        where the reports go (by default the clone's reports/)
  --list             the notebooks, their parameters, and which answers can be run
  --save-outputs     also write the outputs into the notebooks themselves (with the default parameters only); with --answer,
                     keep what was printed for the test of the answer's numbers
Examples:
  npm run report
  npm run report -- 04 --set lambda=0.3 --set seed=7
  npm run report -- 04 --set data=path/to/aclImdb_v1.tar.gz
  npm run report -- 03 --answer 2`,
  options: {
    set: { type: 'string', multiple: true },
    answer: { type: 'string' },
    quick: { type: 'boolean' },
    to: { type: 'string' },
    list: { type: 'boolean' },
    'save-outputs': { type: 'boolean' },
  },
  positionals: true,
});

if (values.list) {
  for (const name of notebookNames()) {
    console.log(name);
    for (const [key, parameter] of Object.entries(parametersOf(name)))
      console.log(`  ${allowed(key, parameter)}`);
    console.log(`  --answer: ${Object.keys(answersOf(name)).join(', ') || 'none'}`);
  }
  process.exit(0);
}
const notebooks = [...new Set(chooseNotebooks(positionals))];
const parameters = chooseParameters(values.set ?? [], notebooks);
if (values['save-outputs'] && (values.set || values.quick)) {
  refuse('--save-outputs is for the default parameters: leave --set and --quick out.');
}
if (values.answer !== undefined && values.set) {
  refuse('--answer brings its own parameters: leave --set out.');
}
/** @type {{name: string, chosen: Record<string, number | string>, answer?: {label: string, run: import('./report/answers.mjs').AnswerRun}}[]} */
const jobs =
  values.answer === undefined
    ? notebooks.map(name => ({ name, chosen: parameters.get(name) ?? {} }))
    : chooseAnswers(notebooks, values.answer).map(({ name, label, run }) => {
        return { name, chosen: run.set ?? {}, answer: { label, run } };
      });

const needsReviews = jobs.some(({ name, chosen }) => 'data' in parametersOf(name) && !chosen.data);
const problem = needsReviews ? variableProblem() : undefined;
if (problem) refuse(problem);

const folder = values.to === undefined ? inRoot('reports') : resolve(process.env.INIT_CWD ?? root, values.to);

await setUpOrExit();
const failed = [];
for (const [index, { name, chosen, answer }] of jobs.entries()) {
  const whose = answer ? `, answer ${answer.label}` : '';
  console.log(`[${index + 1}/${jobs.length}] ${name}${whose}${describe(chosen)}`);
  try {
    const { file, executed, seconds } = await makeReport(name, chosen, folder, {
      quick: values.quick,
      answer,
    });
    if (values['save-outputs']) {
      if (answer) saveAnswer(name, answer.label, answer.run, executed);
      else saveOutputs(name, executed);
    }
    console.log(`      ${relative(root, file)} in ${duration(seconds)}`);
  } catch (error) {
    failed.push(name + whose);
    console.error(`      ✗ no report: ${messageOf(error).replace(/\n/g, '\n      ')}`);
  }
}
console.log(`\nOpen ${relative(process.env.INIT_CWD ?? root, writeIndex(folder))}`);
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}. To look into it: npm run lab`);
  process.exit(1);
}

/** @param {Record<string, number | string>} chosen */
function describe(chosen) {
  const words = Object.entries(chosen).map(([key, value]) => `${key}=${value}`);
  return words.length > 0 ? ` with ${words.join(', ')}` : '';
}
