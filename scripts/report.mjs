import { relative, resolve } from 'node:path';
import { commandLine, refuse } from './command-line.mjs';
import { allowed, chooseNotebooks, chooseParameters } from './report/arguments.mjs';
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
  --quick            reduced sizes, for a look at the whole in a few minutes; the header says so
  --to FOLDER        where the reports go (by default the clone's reports/)
  --list             the notebooks and their parameters
  --save-outputs     also write the outputs into the notebooks themselves (with the default parameters only)
Examples:
  npm run report
  npm run report -- 04 --set lambda=0.3 --set seed=7
  npm run report -- 04 --set data=path/to/aclImdb_v1.tar.gz`,
  options: {
    set: { type: 'string', multiple: true },
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
  }
  process.exit(0);
}
const notebooks = [...new Set(chooseNotebooks(positionals))];
const parameters = chooseParameters(values.set ?? [], notebooks);
if (values['save-outputs'] && (values.set || values.quick)) {
  refuse('--save-outputs is for the default parameters: leave --set and --quick out.');
}

const folder = values.to === undefined ? inRoot('reports') : resolve(process.env.INIT_CWD ?? root, values.to);

await setUpOrExit();
const failed = [];
for (const [index, name] of notebooks.entries()) {
  const chosen = parameters.get(name) ?? {};
  console.log(`[${index + 1}/${notebooks.length}] ${name}${describe(chosen)}`);
  try {
    const { file, executed, seconds } = await makeReport(name, chosen, folder, { quick: values.quick });
    if (values['save-outputs']) saveOutputs(name, executed);
    console.log(`      ${relative(root, file)} in ${duration(seconds)}`);
  } catch (error) {
    failed.push(name);
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
