import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What scripts/ exports, in a test: plain modules, loaded when asked for. */
export const script = <T>(name: string) => import(pathToFileURL(resolve('scripts', name)).href) as Promise<T>;

/** Runs one of the Python scripts (or `-c`) with the clone's own interpreter and environment; throws what it wrote when it fails. */
export async function python(name: string, ...args: string[]): Promise<string> {
  const { venvPython, environment } = await script<{
    venvPython: string;
    environment: () => NodeJS.ProcessEnv;
  }>('setup/paths.mjs');
  const done = spawnSync(
    venvPython,
    ['-Wignore', name.endsWith('.py') ? join('scripts', 'python', name) : name, ...args],
    {
      encoding: 'utf8',
      env: environment(),
    },
  );
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

/** Converts a notebook as `npm run report` does after running it; the report's path. */
export async function convert(
  folder: string,
  file: string,
  notebook: object,
  header: object,
): Promise<string> {
  const { plotlyBundles } = await script<{ plotlyBundles: () => object }>('setup/report-assets.mjs');
  mkdirSync(folder, { recursive: true });
  const [source, target, facts] = ['.ipynb', '.html', '.json'].map(end => join(folder, file + end)) as [
    string,
    string,
    string,
  ];
  const usual = {
    notebook: `99_${file}`,
    title: file,
    date: '2025-01-01 00:00 UTC',
    parameters: [],
    quick: false,
    named: false,
    author: '',
    code: true,
    command: `npm run report -- 99`,
    previous: null,
    next: null,
    answer: '',
    runTime: '1 s',
    versions: 'Node',
  };
  writeFileSync(source, JSON.stringify(notebook));
  writeFileSync(facts, JSON.stringify({ header: { ...usual, ...header }, plotly: plotlyBundles() }));
  await python('convert.py', source, target, facts);
  const finished = spawnSync(process.execPath, ['scripts/report/finish.mjs', target], { encoding: 'utf8' });
  assert.equal(finished.status, 0, finished.stderr);
  return target;
}
