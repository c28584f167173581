import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  type Cell,
  errorsOf,
  kernelOf,
  mimeTypes,
  notebookNames,
  parametersOf,
  readCells,
  textOf,
} from '../support/notebooks';
import { isTagged, readText, saysOfRun } from '../support/prose-rules';

const NOTICE = 'application/vnd.vib-notebooks.notice+json';
const FIGURE = 'application/vnd.plotly.v1+json';

const proseOf = (cells: Cell[]): string =>
  cells
    .filter(cell => cell.cell_type === 'markdown')
    .map(textOf)
    .join('\n\n');
const equationsOf = (text: string): string[] =>
  [...text.matchAll(/\\tag\{([^}]*)\}/g)].map(([, tag]) => tag!);
/** The Greek letters of a text's formulas, without pi, which has one meaning everywhere. */
const greekOf = (text: string): string[] => [
  ...new Set(
    (text.match(/\$\$[^]*?\$\$|\$[^$\n]+\$/g) ?? []).flatMap(
      formula =>
        formula.match(
          /\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|mu|nu|xi|rho|sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|ell|Gamma|Delta|Theta|Lambda|Xi|Sigma|Upsilon|Phi|Psi|Omega)(?![A-Za-z])/g,
        ) ?? [],
    ),
  ),
];
/** From the table of notation to what it leaves out. */
const notation = proseOf(readCells('notebooks/00_start_here.ipynb')).split('\n## 6. Notation')[1]!;
/** The place in a notebook where an equation stands: (2.10) is at #eq-2-10. */
const anchorOf = (tag: string): string => `eq-${tag.replace('.', '-')}`;
/** The id of the cell that holds each equation: where JupyterLab goes from another notebook, also at the first click. */
const cellOfEquation = new Map(
  notebookNames.flatMap(name =>
    readCells(`notebooks/${name}.ipynb`).flatMap(cell =>
      equationsOf(proseOf([cell])).map(tag => [tag, cell.id] as const),
    ),
  ),
);

for (const name of notebookNames) {
  const cells = readCells(`notebooks/${name}.ipynb`);
  const number = Number(name.slice(0, 2));

  describe(name, () => {
    test('opens with its question, what to know before, and its run time', () => {
      const opening = textOf(cells[0]!);
      for (const part of [/^# /m, /question/i, /before/i, /run time/i]) assert.match(opening, part);
    });

    test('ends with a summary, what did not work, and exercises', () => {
      const headings = cells
        .filter(cell => cell.cell_type === 'markdown')
        .flatMap(cell => textOf(cell).match(/^## .*$/gm) ?? []);
      assert.deepEqual(headings.slice(-3), ['## Summary', '## What did not work', '## Exercises']);
    });

    test('has one cell tagged parameters, and it agrees with parameters.json', () => {
      const tagged = cells.filter(cell => cell.metadata.tags?.includes('parameters'));
      assert.equal(tagged.length, 1);
      const declared = [...textOf(tagged[0]!).matchAll(/^let (\w+)(?:: \w+)? = (.*?);/gm)].map(
        ([, key, value]) => [key, value],
      );
      const expected = Object.entries(parametersOf(name)).map(([key, { default: usual }]) => [
        key,
        typeof usual === 'string' ? `'${usual}'` : String(usual),
      ]);
      assert.deepEqual(declared, expected);
    });

    test('has parameters that are explained, in their ranges, and read by a later cell', () => {
      const code = cells.filter(
        cell => cell.cell_type === 'code' && !cell.metadata.tags?.includes('parameters'),
      );
      const text = code.map(textOf).join('\n');
      for (const [key, { type, about, default: usual, quick = usual, minimum, maximum }] of Object.entries(
        parametersOf(name),
      )) {
        assert.match(about, /\w/, key);
        assert.match(text, new RegExp(`\\b${key}\\b`), `${key} is not read`);
        for (const value of type === 'number' || type === 'integer' ? [usual, quick] : []) {
          assert.ok(
            typeof value === 'number' && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity),
            `${key}=${value}`,
          );
          if (type === 'integer') assert.ok(Number.isInteger(value), `${key}=${value}`);
        }
      }
    });

    test('has an id for every cell, each its own', () => {
      const ids = cells.map(cell => cell.id);
      assert.ok(
        ids.every(id => /^[\w-]+$/.test(id)),
        String(ids),
      );
      assert.equal(new Set(ids).size, ids.length);
    });

    test('asks for the TypeScript kernel', () => {
      assert.equal(kernelOf(`notebooks/${name}.ipynb`), 'tslab');
    });

    test('was committed as run from top to bottom, without an error, on real data', () => {
      const code = cells.filter(cell => cell.cell_type === 'code');
      assert.deepEqual(
        code.map(cell => cell.execution_count),
        code.map((_, i) => i + 1),
      );
      assert.deepEqual(code.flatMap(errorsOf), []);
      const notices = code.flatMap(cell =>
        (cell.outputs ?? []).map(output => output.data?.[NOTICE] as { kind?: string } | undefined),
      );
      assert.ok(!notices.some(notice => notice?.kind === 'warning'), 'it ran on the synthetic corpus');
    });

    test('was committed with the figure of every cell that shows one', () => {
      const showing = cells.filter(cell => cell.cell_type === 'code' && textOf(cell).includes('.show()'));
      assert.ok(showing.length > 0, 'no figure');
      for (const cell of showing) assert.ok(mimeTypes(cell).includes(FIGURE), textOf(cell).slice(0, 80));
    });

    test('was committed with a picture of every figure, and stays below 2 MB', () => {
      for (const cell of cells)
        for (const { data } of cell.outputs ?? [])
          if (data?.[FIGURE] !== undefined)
            assert.match(
              String(data['image/png']),
              /^iVBORw0KGgo/,
              `${cell.id}: save its outputs where a browser is`,
            );
      assert.ok(statSync(`notebooks/${name}.ipynb`).size < 2e6);
    });

    test('reads every figure aloud in the sentence after it', () => {
      cells.forEach((cell, i) => {
        const next = cells[i + 1];
        if (mimeTypes(cell).includes(FIGURE)) {
          assert.ok(
            next && (next.cell_type === 'markdown' || isTagged(next, 'conclusion')),
            `after the cell: ${textOf(cell).slice(0, 80)}`,
          );
        }
      });
    });

    test('shows short cells and no plumbing', () => {
      for (const cell of cells.filter(cell => cell.cell_type === 'code')) {
        const lines = textOf(cell).split('\n');
        const most = isTagged(cell, 'folded') || isTagged(cell, 'conclusion') ? 32 : 15;
        assert.ok(lines.length <= most, `${lines.length} lines: ${lines[0]}`);
        // A sentence may run a little longer than code.
        const widest = isTagged(cell, 'conclusion') ? 140 : 110;
        for (const line of lines) assert.ok(line.length <= widest, `${line.length} characters: ${line}`);
        assert.doesNotMatch(textOf(cell), /tslab|require\(|process\.|fs'/);
      }
    });

    test('numbers every equation, in order, and refers only to those that are there', () => {
      const prose = proseOf(cells);
      const tags = equationsOf(prose);
      assert.ok(tags.length > 0, 'no equation');
      assert.deepEqual(
        tags,
        tags.map((_, i) => `${number}.${i + 1}`),
      );
      const displayed = prose.match(/\$\$[^]*?\$\$/g) ?? [];
      assert.deepEqual(
        displayed.filter(equation => equationsOf(equation).length !== 1),
        [],
      );
      const references = [...prose.matchAll(/\(((?:[1-9]|90)\.[1-9]\d*)\)/g)].map(([, tag]) => tag!);
      assert.deepEqual(
        references.filter(tag => !cellOfEquation.has(tag)),
        [],
      );
    });

    test('gives every equation an anchor, and makes every reference to one a link', () => {
      const prose = proseOf(cells);
      const bare = (prose.match(/\$\$[^]*?\$\$/g) ?? []).filter(equation => {
        const anchor = anchorOf(equationsOf(equation)[0] ?? 'none');
        return !prose.includes(`<a id="${anchor}"></a>\n\n${equation}`);
      });
      assert.deepEqual(bare, []);
      const plain = prose.replace(/\$\$[^]*?\$\$|`[^`\n]*`|\$[^$\n]*\$|\[\([\d.]+\)\]\([^)]*\)|^#.*$/gm, '');
      const unlinked = [...plain.matchAll(/\(((?:[1-9]|90)\.[1-9]\d*)\)/g)].map(([, tag]) => tag!);
      assert.deepEqual(unlinked, []);
      for (const [, tag, target] of prose.matchAll(/\[\(([\d.]+)\)\]\(([^)]*)\)/g)) {
        const home = notebookNames.find(other => Number(other.slice(0, 2)) === Number(tag!.split('.')[0]));
        assert.ok(cellOfEquation.has(tag!), `there is no equation (${tag!})`);
        const place =
          home === name ? `#${anchorOf(tag!)}` : `${home!}.ipynb#cell-id=${cellOfEquation.get(tag!)!}`;
        assert.equal(target, place);
      }
    });

    test('writes the normal law, divergence and mean as the table of notation does', () => {
      const formulas = proseOf(cells).match(/\$\$[^]*?\$\$|\$[^$\n]+\$/g) ?? [];
      const bare = formulas.filter(formula =>
        /(?<![A-Za-z\\_^{])(?:KL|N\(|E\[|E\\[bB]ig)|\{KL\(/.test(
          formula.replace(/\\mathcal N|\\mathbb E|\\mathrm\{KL\}/g, ''),
        ),
      );
      assert.deepEqual(bare, []);
    });

    test('uses no Greek letter that the first notebook does not explain', () => {
      const explained = greekOf(notation);
      assert.deepEqual(
        greekOf(proseOf(cells)).filter(letter => !explained.includes(letter)),
        [],
      );
    });

    test('says of a run only what the run prints', () => {
      const said = cells
        .filter(cell => cell.cell_type === 'markdown')
        .flatMap(cell => saysOfRun(textOf(cell)).map(find => `${cell.id}: ${find}`));
      assert.deepEqual(said, []);
    });

    test('has one key result, a conclusion that stands for it on the front page', () => {
      const keys = cells.filter(cell => isTagged(cell, 'key-result'));
      assert.equal(keys.length, 1);
      assert.ok(isTagged(keys[0]!, 'conclusion'));
    });

    test('folds its conclusions, and each has said something', () => {
      for (const cell of cells.filter(each => isTagged(each, 'conclusion') || isTagged(each, 'answer'))) {
        assert.equal(cell.metadata.jupyter?.source_hidden, true, cell.id);
        assert.match(textOf(cell), /\b(?:conclude`|showAnswer\()/, cell.id);
        assert.match(readText(cell), /\w{3}/, cell.id);
      }
    });

    test('has four to six exercises, each with a worked answer folded below it', () => {
      const exercises = cells.map(readText).join('\n\n').split('\n## Exercises')[1] ?? '';
      const items = exercises.split(/^(?=\d\. )/m).slice(1);
      assert.ok(items.length >= 4 && items.length <= 6, `${items.length} exercises`);
      items.forEach((item, i) => {
        assert.ok(item.startsWith(`${i + 1}. `), item.slice(0, 80));
        assert.match(item, /hint/i, item.slice(0, 80));
        const answer =
          /\n\n<details><summary>Answer<\/summary>\n\n([^]*?)\n\n<\/details>/.exec(item)?.[1] ?? '';
        assert.ok(answer.length > 60, `no answer worked out: ${item.slice(0, 80)}`);
      });
    });

    test('links to files that are there', () => {
      const links = [...proseOf(cells).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
      const missing = links.filter(link => !/^https?:/.test(link) && !existsSync(join('notebooks', link)));
      assert.deepEqual(missing, []);
    });

    test('holds nothing that runs by itself or leaves: no script, no figure that could be sent away', () => {
      const outputs = cells.flatMap(cell => cell.outputs ?? []);
      for (const { data = {} } of outputs) {
        const html = ([data['text/html'] ?? ''].flat() as string[]).join('');
        assert.doesNotMatch(html, /<script|javascript:|\son\w+=/i);
        // MathJax passes it over: what a cell displays is data.
        if (html !== '') assert.match(html, /^<\w+ class="[^"]*mathjax_ignore/, html.slice(0, 100));
        const plot = data[FIGURE] as { config?: { showSendToCloud?: boolean } } | undefined;
        if (plot) assert.equal(plot.config?.showSendToCloud, false);
      }
    });

    test('has no bare | in a formula of a table: GitHub would end the cell there', () => {
      const rows = proseOf(cells)
        .split('\n')
        .filter(line => line.trimStart().startsWith('|'));
      assert.deepEqual(
        rows.filter(row => [...row.matchAll(/\$([^$]*)\$/g)].some(([, formula]) => formula?.includes('|'))),
        [],
      );
    });

    test('names no path of the machine it ran on', () => {
      const text = readFileSync(`notebooks/${name}.ipynb`, 'utf8').replace(/"image\/png": "[^"]*"/g, '');
      assert.doesNotMatch(text, /\/(work|root|home|tmp)\//);
    });
  });
}
