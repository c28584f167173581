import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { commandLine, refuse } from './command-line.mjs';
import { notebookNames } from './report/collection.mjs';
import { factsOf } from './report/facts.mjs';
import { inRoot, messageOf } from './setup/paths.mjs';
import { setUpOrExit } from './setup/steps.mjs';
import { writeSite } from './site/write.mjs';

const { values } = commandLine({
  usage: 'npm run site [-- --from FOLDER --to FOLDER]',
  about: `Makes one site of all reports: files that the pages share, a search over prose and equations, one table of notation.
It can be opened from disk and put on any static host. Notebooks without a report are run first.`,
  notes: `Options:
  --from FOLDER      the reports (by default the clone's reports/)
  --to FOLDER        where the site goes (by default site/); what an earlier site left there is removed
  --quick            run what has no report yet at reduced sizes
Examples:
  npm run site
  npm run site -- --to public`,
  options: { from: { type: 'string' }, to: { type: 'string' }, quick: { type: 'boolean' } },
});

/** @param {string | undefined} folder @param {string} usual */
const chosen = (folder, usual) =>
  folder === undefined ? inRoot(usual) : resolve(process.env.INIT_CWD ?? process.cwd(), folder);
const [from, to] = [chosen(values.from, 'reports'), chosen(values.to, 'site')];
if (from === to) refuse('--from and --to are one folder: a site has a folder of its own.');

await setUpOrExit();
const missing = notebookNames().filter(
  name => !['', '.quick'].some(end => factsOf(join(from, `${name}${end}.html`)) !== null),
);
if (missing.length > 0) {
  console.log(`Without a report yet: ${missing.join(', ')}. They are run now.`);
  const args = [
    inRoot('scripts', 'report.mjs'),
    ...missing,
    '--to',
    from,
    ...(values.quick ? ['--quick'] : []),
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0 && !existsSync(from)) process.exit(status ?? 1);
  if (status !== 0) console.error('The site is made of the reports that there are.');
}
try {
  const { pages, bytes } = await writeSite(from, to);
  const near = relative(process.env.INIT_CWD ?? process.cwd(), join(to, 'index.html'));
  console.log(
    `\nA site of ${pages} pages, ${(bytes / 1e6).toFixed(1)} MB. Open ${near.startsWith('..') ? join(to, 'index.html') : near}`,
  );
} catch (error) {
  refuse(messageOf(error));
}
