import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { convert, python } from '../support/conversion';

// A report, and the notebook it was made of, tell which file was read, and not where this person keeps files.
const folder = mkdtempSync(join(tmpdir(), "someone's <secret> folder "));
after(() => rmSync(folder, { recursive: true, force: true }));

const cell = (id: string, source: string, tags: string[] = []) => ({
  cell_type: 'code',
  id,
  metadata: { tags },
  execution_count: null,
  outputs: [],
  source,
});

test('a run leaves no folder in its notebook and report, whatever a cell prints', async () => {
  const [source, target] = [join(folder, 'a.ipynb'), resolve('.cache/test-base-names.ipynb')];
  const data = join(folder, 'reviews $1$ "x".tar.gz');
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' },
      language_info: { name: 'typescript' },
    },
    cells: [
      cell('a', "let data = '';", ['parameters']),
      cell(
        'b',
        "console.log(`read ${data}`);\nconsole.log(JSON.stringify([data]), data.replace(/[^/]*$/, ''));",
      ),
      cell(
        'c',
        "import { homedir } from 'os';\nconsole.log(process.cwd() + '/lib/show.ts', homedir() + '/notes.txt');",
      ),
      cell(
        'd',
        "import { showNotice } from './lib/show';\nshowNotice('data', `Read from ${data}.`, { data });",
      ),
    ],
  };
  writeFileSync(source, JSON.stringify(notebook));
  await python('execute.py', source, target, JSON.stringify({ data }));
  const kept = readFileSync(target, 'utf8');
  rmSync(target);
  const report = readFileSync(
    await convert(folder, 'report', JSON.parse(kept) as object, {
      parameters: [{ name: 'data', shown: data, default: '', changed: true }],
    }),
    'utf8',
  ).replace(/<script>[^]*?<\/script>/g, '');
  for (const [name, text] of Object.entries({ kept, report })) {
    assert.doesNotMatch(text, /someone|secret/, name);
    assert.ok(!text.includes(process.cwd()), `${name} holds the clone's folder`);
    assert.match(text, /lib\/show\.ts/);
    assert.match(text, /~\/notes\.txt/);
  }
  const { cells } = JSON.parse(kept) as {
    cells: { source: string | string[]; metadata: { tags?: string[] } }[];
  };
  const injected = cells.find(one => one.metadata.tags?.includes('injected-parameters'));
  assert.match([injected?.source ?? ''].flat().join(''), /data = "reviews \$1\$ \\"x\\"\.tar\.gz";/);
  assert.match(report, /read reviews \$1\$ "x"\.tar\.gz/);
});
