import { type Cell, textOf } from './notebooks';

/**
 * Words that say how a run came out. Such a sentence belongs into a cell tagged `conclusion`, which prints it from the run;
 * Markdown cells hold definitions, derivations and what is true for every run. For the least of a set, write "optimal".
 */
const OUTCOME =
  /\b(?:clearly|evidently|best|worst|ahead|behind|wins?|won|loses|beats?|outperforms?|well above|well below|far (?:larger|smaller|better|worse)|hardly|nearly all|(?:does|do|did) not (?:fall|rise|help|hurt|grow|shrink)|falls? from|rises? from|grows? from|comes? out|came out|turns? out|as (?:the (?:table|figure) )?shows?|with the parameters as they stand|(?:is|are) (?:not )?(?:decided|undecided)|overlap)\b/gi;

/** Code, formulas, links' targets, quotations and HTML tags say nothing of a run. */
const NOT_PROSE =
  /```[^]*?```|\$\$[^]*?\$\$|`[^`\n]*`|\$[^$\n]*(?:\n[^$\n]*)?\$|\]\([^)]*\)|"[^"\n]*"|<[^>]+>/g;

/** Where a number is no result: beside the above the texts of links, headings and tables. */
const NO_RESULT = /\[[^\]]*\]\([^)]*\)|^#.*$|^\|.*$/gm;

/** Decimals, and numbers of nats, bits or percent. The level of an interval is not a result. */
const RESULT = /(?<![\w.])(?!(?:9[059]|100)%)\d[\d,]*(?:\.\d+|(?= ?(?:%|nats?\b|bits?\b|percent\b)))/g;

/** What a Markdown cell says of a run: each find with the words around it. */
export function saysOfRun(markdown: string): string[] {
  const prose = markdown.replace(NOT_PROSE, ' · ');
  const unlinked = markdown.replace(NO_RESULT, ' · ').replace(NOT_PROSE, ' · ');
  return [...finds(unlinked, RESULT), ...finds(prose, OUTCOME)];
}

const finds = (prose: string, what: RegExp): string[] =>
  [...prose.matchAll(what)].map(({ 0: found, index = 0 }) => {
    const around = prose.slice(Math.max(0, index - 40), index + found.length + 40).replace(/\n/g, ' ');
    return `"${found}": ...${around}...`;
  });

export const isTagged = (cell: Cell, tag: string): boolean => cell.metadata.tags?.includes(tag) ?? false;

/** A cell as its reader meets it: Markdown, or the Markdown that it printed. */
export const readText = (cell: Cell): string =>
  cell.cell_type === 'markdown'
    ? textOf(cell)
    : (cell.outputs ?? [])
        .map(output => (output.data?.['text/markdown'] ?? '') as string | string[])
        .map(text => [text].flat().join(''))
        .join('\n\n');
