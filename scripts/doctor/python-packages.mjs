import { existsSync, readFileSync } from 'node:fs';
import { environment, venvPython } from '../setup/paths.mjs';
import { probe } from '../setup/probe.mjs';
import { lockFile } from '../setup/python.mjs';
import { heading, row, wrongIn } from './findings.mjs';
import { sayError, sayings } from './sayings.mjs';

const part = 'Python environment';
const shown = ['jupyterlab', 'nbconvert', 'papermill', 'plotly'];
const code = `
import importlib, importlib.metadata, json
versions = {}
for d in importlib.metadata.distributions():
    name = d.metadata["Name"] if d.metadata is not None else None
    if name: versions[name] = d.version
errors = {}
for name in ${JSON.stringify([...shown, 'nbclient', 'nbformat', 'jupyter_client', 'ipykernel', 'jinja2'])}:
    try: importlib.import_module(name)
    except BaseException as error: errors[name] = type(error).__name__ + ": " + str(error)
print("\\n" + json.dumps({"versions": versions, "errors": errors}))
`;

export async function pythonPackages() {
  heading('Python packages');
  if (!existsSync(venvPython)) {
    for (const name of shown) row(name, 'missing');
    return wrongIn(part, '.venv is missing.', '.venv');
  }
  const result = await probe(venvPython, ['-I', '-c', code], { env: environment(), timeout: 120_000 });
  const [said] = sayings(result.stdout);
  if (!said) {
    row('Loaded', 'no');
    return wrongIn(part, `.venv/bin/python ${sayError(result)}.`, '.venv');
  }
  const installed = new Map(
    Object.entries(/** @type {Record<string, string>} */ (said.versions)).map(([name, version]) => [
      normal(name),
      version,
    ]),
  );
  for (const name of shown) row(name, installed.get(name) ?? 'missing');
  const { count, other } = compareWithLock(installed);
  for (const name of shown)
    if (!installed.has(name) && !other.includes(`${name} (missing)`)) other.push(`${name} (missing)`);
  row(
    'Of requirements.lock',
    other.length === 0 ? `all ${count} that this Python needs` : `${count - other.length} of ${count}`,
  );
  if (other.length > 0) {
    const more = other.length > 4 ? ` and ${other.length - 4} more` : '';
    wrongIn(part, `Not as requirements.lock says: ${other.slice(0, 4).join(', ')}${more}.`, '.venv');
  }
  const failed = Object.entries(/** @type {Record<string, string>} */ (said.errors));
  row(
    'Loaded',
    failed.length === 0
      ? 'JupyterLab, papermill and the others load'
      : `no: ${failed.map(([name]) => name).join(', ')}`,
  );
  for (const [name, error] of failed) wrongIn(part, `${name} does not load: ${sayError(error)}.`, '.venv');
}

/**
 * A line with a condition ("; python_full_version < '3.11'") may hold here or not: what it names may be missing, but not be another.
 * @param {Map<string, string>} installed
 */
function compareWithLock(installed) {
  /** @type {Map<string, {versions: string[], sure: boolean}>} */
  const named = new Map();
  const lock = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '';
  for (const [, name = '', version = '', condition] of lock.matchAll(/^([\w.-]+)==([^\s;]+)( *;)?/gm)) {
    const known = named.get(normal(name)) ?? { versions: [], sure: false };
    named.set(normal(name), { versions: [...known.versions, version], sure: known.sure || !condition });
  }
  const other = [];
  let count = 0;
  for (const [name, { versions, sure }] of named) {
    const found = installed.get(name);
    if (found === undefined && !sure) continue;
    count++;
    if (found === undefined) other.push(`${name} (missing)`);
    else if (!versions.includes(found)) other.push(`${name} (${found} instead of ${versions.join(' or ')})`);
  }
  return { count, other };
}

/** @param {string} name */
const normal = name => name.toLowerCase().replace(/[-_.]+/g, '-');
