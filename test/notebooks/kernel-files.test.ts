import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { runCells, traceOf, type Executed, type Step } from '../support/kernel-session';

const name = 'kernel-files-scratch';
const folder = `lib/${name}`;
const write = (file: string, text: string): Step => ({ write: `${folder}/${file}.ts`, text });
before(() => mkdirSync(folder, { recursive: true }));
after(() => [folder, `${folder}.ts`].forEach(path => rmSync(path, { recursive: true, force: true })));

const gather = (...names: string[]) => `import { ${names.join(', ')} } from './lib/${name}';\n`;
const value = (text: string) => write('deep', `export const value = (): string => '${text}';\n`);
const printAll = `${gather('value', 'wrapped', 'state')}console.log(value(), wrapped(), state.count++);`;
const texts = (answers: Executed[]) => answers.map(one => one.text + one.errors + traceOf(one));

test('an edited file is picked up behind files that import it; modules that do not import it keep their state', async () => {
  const answers = await runCells([
    value('one'),
    write(
      'middle',
      "import { value } from './deep';\nexport const wrapped = (): string => `<${value()}>`;\n",
    ),
    write('state', 'export const state = { count: 0 };\n'),
    {
      write: `${folder}.ts`,
      text: ['deep', 'middle', 'state'].map(file => `export * from './${name}/${file}';\n`).join(''),
    },
    printAll,
    value('two'),
    printAll,
    // New and deleted exports.
    write('deep', "export const value = (): string => 'three';\nexport const fresh = 4;\n"),
    `${gather('fresh', 'value')}console.log(fresh, value());`,
    value('five'),
    `${gather('fresh')}console.log(fresh);`,
    // A type error, mended.
    write('deep', 'export const value = (): string => 6;\n'),
    printAll,
    value('seven'),
    printAll,
    // Twice while a cell runs without a pause, and with the same length.
    `import { writeFileSync } from 'fs';
const put = (text: string) => writeFileSync('${folder}/deep.ts', "export const value = (): string => '" + text + "';\\n");
put('eight');
const begun = Date.now();
while (Date.now() - begun < 50);
put('ninth');`,
    printAll,
  ]);
  const [first, second, fresh, deleted, wrong, mended, , last] = texts(answers);
  assert.deepEqual([first, second, fresh], ['one <one> 0\n', 'two <two> 1\n', '4 three\n']);
  assert.match(deleted!, /has no exported member 'fresh'/);
  assert.match(wrong!, /deep\.ts:1:36 - Type 'number' is not assignable to type 'string'/);
  assert.deepEqual([mended, last], ['seven <seven> 2\n', 'ninth <ninth> 3\n']);
});

test('new, deleted and renamed files and exports, types that become values, circles', async () => {
  const load = (what: string, file: string) =>
    `import { ${what} } from './${folder}/${file}';\nconsole.log(${what}('x'));`;
  const answers = await runCells([
    load('fn', 'new'),
    write('types', 'export type T = number;\n'),
    write(
      'new',
      "import type { T } from './types';\nexport const fn = (x: T | string): T | string => `${x}!`;\n",
    ),
    load('fn', 'new'),
    write('types', 'export type T = boolean;\n'),
    `import { fn } from './${folder}/new';\nconsole.log(fn(true), fn('y'));`,
    write('re', "export { fn as one } from './new';\nexport { K } from './later';"),
    write('later', 'export type K = number;\n'),
    load('one', 're'),
    write('later', 'export class K { x = 1 }\n'),
    `import { one, K } from './${folder}/re';\nconsole.log(one('z'), new K().x);`,
    write('re', "export { fn as two } from './new';\nexport { K } from './later';"),
    load('two', 're'),
    { remove: `${folder}/new.ts` },
    load('two', 're'),
    write(
      'odd',
      "import { even } from './even';\nexport const odd = (n: number): boolean => n > 0 && even(n - 1);\n",
    ),
    write(
      'even',
      "import { odd } from './odd';\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);\n",
    ),
    `import { odd } from './${folder}/odd';\nconsole.log(odd(7));`,
  ]);
  const [missing, found, typed, renamed, asValue, again, gone, circle] = texts(answers);
  assert.match(missing!, /Cannot find module/);
  assert.deepEqual([found, typed, renamed, asValue, again], ['x!\n', 'true! y!\n', 'x!\n', 'z! 1\n', 'x!\n']);
  assert.match(gone!, /re\.ts:1:\d+ - Cannot find module '\.\/new'/);
  assert.equal(circle, 'true\n');
});

test('two kernels at once each pick up the edit', async () => {
  const cells = (file: string) => [
    write(file, 'export const n: number = 1;\n'),
    `import { n } from './${folder}/${file}';\nconsole.log(n);`,
    write(file, 'export const n: number = 22;\n'),
    `import { n } from './${folder}/${file}';\nconsole.log(n);`,
  ];
  const both = await Promise.all([runCells(cells('left')), runCells(cells('right'))]);
  for (const answers of both) assert.deepEqual(texts(answers), ['1\n', '22\n']);
});
