import { environment, inRoot, readJson } from '../setup/paths.mjs';
import { probe } from '../setup/probe.mjs';
import { heading, row, wrongIn } from './findings.mjs';
import { sayError, sayings } from './sayings.mjs';

const part = 'JavaScript packages';
const shown = [
  ...['@tensorflow/tfjs-node', 'tslab', 'typescript', 'danfojs-node', 'plotly.js-dist', 'mathjax', 'mnist'],
  ...['ml-matrix', 'pure-rand', 'tar-stream', 'tsx', 'assemblyscript', 'playwright-core'],
];
/** Those that Node can load by themselves; TensorFlow and danfojs, which loads it, come later. */
const loaded = [
  ...['tslab/dist/main.js', 'typescript', 'mnist', 'ml-matrix', 'pure-rand', 'tar-stream'],
  ...['assemblyscript/asc', 'esbuild', 'playwright-core'],
];
const code = `(async () => { for (const name of ${JSON.stringify(loaded)})
  try { await import(name); } catch (error) { console.log('\\n' + JSON.stringify({ name, error: String(error?.message ?? error) })); }
  console.log('\\n' + JSON.stringify({ end: true })); process.exit(0); })()`;

export async function nodePackages() {
  heading(part);
  for (const name of shown) row(name, versionOf(inRoot('node_modules', name)) ?? 'missing');
  const { absent, other, count } = compareWithLock();
  for (const name of shown)
    if (versionOf(inRoot('node_modules', name)) === undefined && !absent.includes(name)) absent.push(name);
  const wrongOnes = [...absent.map(name => `${name} (missing)`), ...other];
  row(
    'Of package-lock.json',
    wrongOnes.length === 0 ? `all ${count}` : `${count - wrongOnes.length} of ${count}`,
  );
  if (wrongOnes.length > 0)
    wrongIn(part, `Not as package-lock.json says: ${some(wrongOnes)}.`, 'node_modules');
  const result = await probe(process.execPath, ['-e', code], { env: environment(), timeout: 120_000 });
  const said = sayings(result.stdout);
  const failed = said.filter(({ error }) => error !== undefined);
  if (!said.some(({ end }) => end)) failed.push({ name: 'Node', error: sayError(result) });
  row(
    'Loaded',
    failed.length === 0 ? 'tslab and the others load' : `no: ${some(failed.map(f => String(f.name)))}`,
  );
  for (const { name, error } of failed)
    wrongIn(part, `${String(name)} does not load: ${sayError(String(error))}.`, 'node_modules');
}

function compareWithLock() {
  const packages = /** @type {Record<string, {version?: string, optional?: boolean}>} */ (
    readJson(inRoot('package-lock.json'))?.packages ?? {}
  );
  const absent = [];
  const other = [];
  let count = 0;
  for (const [path, { version, optional }] of Object.entries(packages)) {
    if (path === '') continue;
    const found = versionOf(inRoot(path));
    // Those of other systems are optional.
    if (found === undefined && optional) continue;
    count++;
    const name = path.replace(/^node_modules\//, '');
    if (found === undefined) absent.push(name);
    else if (version !== undefined && found !== version)
      other.push(`${name} (${found} instead of ${version})`);
  }
  return { absent, other, count };
}

/** @param {string} folder */
function versionOf(folder) {
  const version = readJson(`${folder}/package.json`)?.version;
  return version === undefined ? undefined : String(version);
}

/** @param {string[]} names */
function some(names) {
  return names.slice(0, 4).join(', ') + (names.length > 4 ? ` and ${names.length - 4} more` : '');
}
