import { type Cell, textOf } from './notebooks';

const FIGURE = 'application/vnd.plotly.v1+json';
// The same number at the start of a longer one does not count: 0.3 is not quoted from 0.38.
const NUMBER = /(?<![\w.])[-−+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])/gi;
/** What is no prose of ours: code, formulas, links, quotations, marks, headings, tables. */
const NOT_PROSE =
  /```[^]*?```|\$\$[^]*?\$\$|`[^`\n]*`|\$[^$\n]*(?:\n[^$\n]*)?\$|\[[^\]]*\]\([^)]*\)|"[^"\n]*"|<samp>[^<]*<\/samp>|<[^>]+>|^#.*$|^\|.*$/gm;
const MARK = /<samp>([^<]*)<\/samp>/g;

/** The numbers that a text marks as quoted from a run. */
export const markedNumbers = (text: string): string[] => [...text.matchAll(MARK)].map(([, mark]) => mark!);

interface Written {
  value: number;
  /** Half a unit of the last digit that is written. */
  tolerance: number;
  signed: boolean;
}

/** Reads the numbers of a text as they are written: `-1,250.5` is -1250.5, known to 0.05. */
export function writtenNumbers(text: string): Written[] {
  return [...text.matchAll(NUMBER)].map(([found]) => {
    const plain = found.replace(/,/g, '').replace('−', '-');
    const [digits = '', exponent = '0'] = plain.toLowerCase().split('e');
    const decimals = digits.split('.')[1]?.length ?? 0;
    return {
      value: Number(plain),
      tolerance: 0.5 * 10 ** (Number(exponent) - decimals),
      signed: /^[-+−]/.test(found),
    };
  });
}

/** What a cell printed as text or as a table; figures speak through their own lines. */
function printed(cell: Cell): string {
  return (cell.outputs ?? [])
    .filter(output => output.data?.[FIGURE] === undefined)
    .map(output => [output.text ?? output.data?.['text/plain'] ?? []].flat().map(String).join(''))
    .join('\n');
}

/** What all cells printed. */
export const everythingPrinted = (cells: Cell[]): string => cells.map(printed).join('\n');

/** The mark's numbers, in percent and as a share where it says percent or points. */
const readings = (mark: string): Written[][] => {
  const plain = writtenNumbers(mark);
  const shares = plain.map(n => ({ ...n, value: n.value / 100, tolerance: n.tolerance / 100 }));
  return /%|points|percent/.test(mark) ? [plain, shares] : [plain];
};

/** Whether every number of a mark, rounded as it is quoted, stands in the text. */
export function isPrinted(mark: string, text: string): boolean {
  const there = writtenNumbers(text);
  return readings(mark).some(
    numbers =>
      numbers.length > 0 &&
      numbers.every(({ value, tolerance, signed }) =>
        there.some(other => {
          const distance = Math.abs((signed ? other.value : Math.abs(other.value)) - value);
          return distance <= tolerance * (1 + 1e-9) && other.tolerance <= tolerance * (1 + 1e-9);
        }),
      ),
  );
}

/**
 * The marked numbers of a notebook's prose that no cell of their section printed. The closing sections may quote
 * from everywhere; the exercises are left out, because their answers have runs of their own.
 */
export function unprintedNumbers(cells: Cell[]): string[] {
  const everything = everythingPrinted(cells);
  const missing: string[] = [];
  const sections: { prose: string; printed: string; closing: boolean }[] = [];
  for (const cell of cells) {
    if (cell.cell_type === 'code') {
      const section = sections[sections.length - 1];
      if (section) section.printed += `\n${printed(cell)}`;
      continue;
    }
    // A cell may end one section and begin the next.
    for (const part of textOf(cell).split(/^(?=## )/m)) {
      const closing = /^## (Summary|What did not work)/.test(part);
      if (sections.length === 0 || part.startsWith('## ')) {
        sections.push({ prose: part, printed: '', closing });
      } else sections[sections.length - 1]!.prose += `\n${part}`;
    }
  }
  for (const section of sections) {
    if (section.prose.startsWith('## Exercises')) continue;
    for (const mark of markedNumbers(section.prose)) {
      if (!isPrinted(mark, section.closing ? everything : section.printed)) {
        missing.push(`${mark} (${section.prose.slice(0, 40).split('\n')[0]!})`);
      }
    }
  }
  return missing;
}

/**
 * Decimals, and numbers of nats, bits or percent, that stand in prose without a mark. The level of an
 * interval is not a result.
 */
export function unmarkedNumbers(markdown: string): string[] {
  const prose = markdown.replace(NOT_PROSE, ' · ');
  const found = /(?<![\w.])(?!(?:9[059]|100)%)\d[\d,]*(?:\.\d+|(?= ?(?:%|nats?\b|bits?\b|percent\b)))/g;
  return [...prose.matchAll(found)].map(
    ({ 0: number, index = 0 }) =>
      `${number}: ...${prose.slice(Math.max(0, index - 50), index + 30).replace(/\n/g, ' ')}`,
  );
}
