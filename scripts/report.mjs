import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { commandLine, readNumber, refuse } from './command-line.mjs';
import { answersOf, chooseAnswers, saveAnswer } from './report/answers.mjs';
import {
  allowed,
  checkSettings,
  chooseNotebooks,
  chooseParameters,
  wordsAfterSettings,
} from './report/arguments.mjs';
import { browserPath, noBrowser } from './report/browser.mjs';
import { variableProblem } from './report/check-archive.mjs';
import { notebookNames, parametersOf, readCollection } from './report/collection.mjs';
import { readCompared, writeComparison } from './report/compare-page.mjs';
import { writeIndex } from './report/index-page.mjs';
import { duration, makeReport, reportName, saveOutputs } from './report/make.mjs';
import { inPool, runsAtOnce, timeLeft } from './report/pool.mjs';
import { writeMarkdown } from './report/markdown.mjs';
import { writePdf } from './report/paper.mjs';
import { stopPrograms } from './report/programs.mjs';
import { reportsFolder } from './report/reports-folder.mjs';
import { combinationsOf } from './report/sweep.mjs';
import { messageOf } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';
import { onStop } from './stop.mjs';

const { values, positionals, tokens } = commandLine({
  usage: 'npm run report -- [NOTEBOOK ...] [--set NAME=VALUE ...] [--quick]',
  about: `Executes notebooks and writes one self-contained HTML report each, and reports/index.html. A notebook is named by its
number or name; without one, all are executed. The first run installs what is needed.`,
  notes: `Options:
  --set NAME=VALUE   run with another parameter; the report's name and header say so (repeatable); with several
                     values, as in lambda=0,0.01,0.1, one report each and a page that compares them
  --compare          compare reports that are there: their files in place of notebooks
  --answer N         run the worked answer of exercise N (or all): the notebook with the changes that the answer speaks of
  --quick            reduced sizes, for a look at the whole in a few minutes; the header says so
  --title TEXT       the report's title, in place of the notebook's
  --author TEXT      who made the run; stands beside the date
  --no-code          what the cells say and show, without the cells
  --pdf              also as PDF, A4, answers open (a Chrome, Chromium or Edge has to be installed)
  --markdown         also as Markdown, its figures as pictures beside it where such a browser is installed
  --jobs N           so many runs at a time (by default as many as cores and memory allow; 1 with --save-outputs)
  --to FOLDER        where the reports go (by default the clone's reports/)
  --list             the notebooks, their parameters, and which answers can be run
  --save-outputs     also write the outputs into the notebooks themselves (with the default parameters only); with --answer,
                     keep what was printed for the test of the answer's numbers
Examples:
  npm run report
  npm run report -- 04 --set lambda=0.3 --set seed=7
  npm run report -- 04 --set data=path/to/aclImdb_v1.tar.gz
  npm run report -- 04 --set lambda=0,0.01,0.1,1
  npm run report -- --compare reports/03_vib_loss.html reports/03_vib_loss.lambda=0.3.html
  npm run report -- 03 --answer 2`,
  options: {
    set: { type: 'string', multiple: true },
    answer: { type: 'string' },
    quick: { type: 'boolean' },
    compare: { type: 'boolean' },
    to: { type: 'string' },
    jobs: { type: 'string' },
    title: { type: 'string' },
    author: { type: 'string' },
    'no-code': { type: 'boolean' },
    pdf: { type: 'boolean' },
    markdown: { type: 'boolean' },
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
if (values.compare) {
  await compareFiles(positionals);
  process.exit();
}
checkSettings(values.set ?? [], wordsAfterSettings(tokens));
const notebooks = [...new Set(chooseNotebooks(positionals))];
const combinations = combinationsOf(values.set ?? [], notebooks).map(settings =>
  chooseParameters(settings, notebooks),
);
if (values['save-outputs'] && (values.set || values.quick)) {
  refuse('--save-outputs is for the default parameters: leave --set and --quick out.');
}
if (values.answer !== undefined && values.set) {
  refuse('--answer brings its own parameters: leave --set out.');
}
/** @type {import('./report/make.mjs').Job[]} */
const jobs =
  values.answer === undefined
    ? notebooks.flatMap(name => runsOf(name))
    : chooseAnswers(notebooks, values.answer).map(({ name, label, run }) => {
        return { name, chosen: run.set ?? {}, answer: { label, run } };
      });

const needsReviews = jobs.some(
  ({ name, chosen }) => Object.hasOwn(parametersOf(name), 'data') && !chosen.data,
);
const problem = needsReviews ? variableProblem() : undefined;
if (problem) refuse(problem);

if (values.pdf && browserPath() === undefined) refuse(`--pdf needs a browser, and ${noBrowser}.`);
/** @type {import('./report/make.mjs').Look} */
const look = {
  quick: values.quick ?? false,
  code: !(values['no-code'] ?? false),
  title: values.title,
  author: values.author,
};
const folder = reportsFolder(
  values.to,
  jobs.map(job => `${reportName(job, look)}.html`),
);

const wanted = values.jobs === undefined ? undefined : readNumber(values.jobs);
if (values.jobs !== undefined && !(wanted?.whole && wanted.value >= 1))
  refuse(`--jobs ${values.jobs} is no number of runs: write a whole number of 1 or more, as in --jobs 2.`);

let finished = 0;
let [told, indexTold] = [0, false];
await setUpOrExit();
onStop(code => {
  stopPrograms();
  console.error('\nStopped. Reports that were finished stay.');
  void (finished > 0 ? listReports() : Promise.resolve()).then(() => process.exit(code));
});
/** @type {string[]} */
const failed = [];
/** @type {Map<string, string[]>} */
const made = new Map();
// What is kept in the repository is of runs that had the machine to themselves.
const atOnce = runsAtOnce(jobs.length, values['save-outputs'] ? 1 : wanted?.value);
const { seconds: usual } = readCollection();
const left = timeLeft(
  jobs.map(({ name }) => usual[name] ?? 60),
  atOnce,
);
if (atOnce > 1) console.log(`${jobs.length} runs, ${atOnce} at a time.`);
await inPool(jobs, atOnce, runOne);
for (const files of made.values()) {
  if (files.length < 2) continue;
  console.log(`Comparison: ${shown(await writeComparison(readCompared(files), folder))}`);
}
if (finished > 0) await listReports();
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}. To look into it: npm run lab`);
  process.exit(1);
}

/**
 * @param {import('./report/make.mjs').Job} job
 * @param {number} index
 */
async function runOne(job, index) {
  const { name, chosen, answer } = job;
  const whose = answer ? `, answer ${answer.label}` : '';
  console.log(`[${index + 1}/${jobs.length}] ${name}${whose}${describe(chosen)}`);
  left.begins(index);
  try {
    const { file, executed, seconds } = await makeReport(job, folder, { ...look, beside: atOnce > 1 });
    if (values['save-outputs']) {
      if (answer) saveAnswer(name, answer.label, answer.run, executed);
      else if ((await saveOutputs(name, executed, file)) === 0 && browserPath() === undefined)
        console.log(`      Its figures have no pictures, which GitHub shows: ${noBrowser}`);
    }
    finished++;
    if (!answer) made.set(name, [...(made.get(name) ?? []), file]);
    console.log(`      ${shown(file)} in ${duration(seconds)}`);
    await alsoAs(file, executed);
  } catch (error) {
    failed.push(name + whose);
    const older = existsSync(join(folder, `${reportName(job, look)}.html`));
    const which = atOnce > 1 ? `${name}${whose}: ` : '';
    console.error(
      `      ✗ ${which}no ${older ? 'new ' : ''}report: ${messageOf(error).replace(/\n/g, '\n      ')}`,
    );
    if (older) console.error('      The report of that name is still the one of before.');
  }
  await tellProgress(index);
}

/**
 * After each run but the last: the index with what there is, and how long the rest will take. Several may end at once, so what is
 * said is settled before anything is awaited.
 * @param {number} index
 */
async function tellProgress(index) {
  const seconds = left.ends(index);
  const ended = ++told;
  if (ended === jobs.length) return;
  const first = finished > 0 && !indexTold;
  indexTold ||= first;
  if (finished > 0) {
    try {
      const file = await writeIndex(folder);
      if (first) console.log(`      ${shown(file)} can be opened now; it grows with each report.`);
    } catch {
      // The last one says why.
    }
  }
  console.log(`      ${ended} of ${jobs.length} done, about ${duration(Math.max(1, seconds))} left`);
}

async function listReports() {
  try {
    console.log(`\nOpen ${shown(await writeIndex(folder))}`);
  } catch (error) {
    console.error(`\nThe reports are there, but their index could not be written: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

/**
 * The other forms that the person asked for.
 * @param {string} report
 * @param {string} executed
 */
async function alsoAs(report, executed) {
  if (values.pdf) {
    const target = report.replace(/\.html$/, '.pdf');
    await writePdf(report, target);
    console.log(`      ${shown(target)}`);
  }
  if (values.markdown) {
    const target = report.replace(/\.html$/, '.md');
    const { pictures } = await writeMarkdown({ executed, report, target, code: look.code ?? true });
    console.log(`      ${shown(target)}${pictures > 0 ? '' : `, figures in words only: ${noBrowser}`}`);
  }
}

/**
 * The runs of a notebook, one for each combination of the values that it has.
 * @param {string} name
 */
function runsOf(name) {
  const runs = combinations.map(parameters => ({ name, chosen: parameters.get(name) ?? {} }));
  return [...new Map(runs.map(run => [reportName(run), run])).values()];
}

/** @param {string[]} words */
async function compareFiles(words) {
  if (values.set || values.answer || values.quick || values['save-outputs']) {
    refuse('--compare runs nothing: only the files of reports, and --to, go with it.');
  }
  try {
    const compared = readCompared(words.map(word => resolve(process.env.INIT_CWD ?? process.cwd(), word)));
    const beside = dirname(compared[0]?.file ?? '');
    const target = await writeComparison(
      compared,
      values.to === undefined ? beside : reportsFolder(values.to, []),
    );
    await writeIndex(dirname(target));
    console.log(`Open ${shown(target)}`);
  } catch (error) {
    refuse(messageOf(error));
  }
}

/** @param {Record<string, number | string>} chosen */
function describe(chosen) {
  const words = Object.entries(chosen).map(([key, value]) => `${key}=${value}`);
  return words.length > 0 ? ` with ${words.join(', ')}` : '';
}

/**
 * A file as the person finds it from where they stand.
 * @param {string} file
 */
function shown(file) {
  const near = relative(process.env.INIT_CWD ?? process.cwd(), file);
  return near.startsWith('..') ? file : near;
}
