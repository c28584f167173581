import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a report of a run tells programs; the rest of its page does not matter here. */
export const someRecord = {
  question: 'What does a nat cost, at $\\lambda = 1$?',
  keyResult: 'The code keeps **1.25** [1.20, 1.30] nats, see [(3.1)](#eq-3-1).',
  buildsOn: ['01_vae_objective'],
  keyFigure: 'curve',
  sections: [
    { at: 'cell-id=intro', title: 'Prices', body: 'A price makes the network forget.', kind: 'prose' },
    { at: 'eq-3-1', title: '(3.1)', body: '\\mathrm{KL}(p\\Vert q)\\le R', kind: 'equation' },
  ],
  conclusions: [{ cell: 'said', markdown: 'The rate is 1.25 [1.20, 1.30] nats at $\\lambda$ = 0.03.' }],
  tables: [
    {
      cell: 'table',
      caption: 'Scores',
      columns: ['network', 'rate (nats)', 'accuracy'],
      rows: [
        ['baseline', '', '88.2 [87.8, 88.6]'],
        ['VIB', '1.25', '88.6 ± 0.2'],
      ],
    },
  ],
  figures: [
    {
      cell: 'curve',
      title: 'The rate falls',
      panels: [
        {
          title: '',
          x: { title: 'price', log: true },
          y: { title: 'rate (nats)' },
          series: [{ name: 'rate', kind: 'lines', colour: 0, x: [0.1, 1, 10], y: [2, 1, 0.5] }],
        },
      ],
    },
  ],
  notation: '| Symbol | Meaning |\n| --- | --- |\n| $\\lambda$ | price, [(3.1)](03_vib_loss.ipynb#eq-3-1) |',
};

export const someFacts = {
  notebook: '03_vib_loss',
  title: 'The VIB loss',
  date: '2026-01-01 00:00 UTC',
  runTime: '1 s',
  quick: false,
  answer: '',
  parameters: [{ name: 'lambda', shown: '0.03', default: 0.03, changed: false }],
  notices: [] as { kind: string; text: string }[],
  record: someRecord as object | undefined,
};

/** A page that says of itself what a report does. */
export function writeReport(
  folder: string,
  file: string,
  facts: object,
  body = '<main><p>Report</p></main>',
): string {
  const json = JSON.stringify(facts).replace(/</g, '\\u003c');
  const target = join(folder, file);
  writeFileSync(
    target,
    `<!DOCTYPE html><html lang="en"><head><title>Report</title><script type="application/json" id="report-facts">${json}</script></head><body>${body}</body></html>`,
  );
  return target;
}
