import type { MimeBundle } from './display';
import { type DanfojsFrame, frameTitle } from './known-objects';
import { formatCell } from './table';
import { layoutBundle } from './table-layout';
import { shorten } from './well-formed';

/** Of a longer or wider table, the first so many. */
const most = { rows: 20, columns: 12, text: 60 };

/** A danfojs DataFrame or Series as a table with index, names and types; long ones are cut, and say by how much. */
export function frameBundle(frame: DanfojsFrame): MimeBundle {
  const values = frame.values.slice(0, most.rows).map(row => (frame.$isSeries ? [row] : (row as unknown[])));
  const width = Math.min(frame.columns.length, most.columns);
  const hidden = frame.columns.length - width;
  const mark = hidden > 0 ? [{ text: '...', numeric: false }] : [];
  const name = (text: unknown) => shorten(String(text), most.text);
  const more = [
    ...(frame.values.length > values.length ? [`${frame.values.length - values.length} more rows`] : []),
    ...(hidden > 0 ? [`${hidden} more columns`] : []),
  ];
  return layoutBundle({
    caption: frameTitle(frame),
    columns: ['', ...frame.columns.slice(0, width).map(name), ...mark.map(() => '...')],
    kinds: ['', ...frame.dtypes.slice(0, width).map(name), ...mark.map(() => '')],
    cells: values.map((row, r) => [
      { text: name(frame.index[r]), numeric: typeof frame.index[r] === 'number' },
      ...row.slice(0, width).map(value => {
        const cell = formatCell(value, 6);
        return { ...cell, text: shorten(cell.text, most.text) };
      }),
      ...mark,
    ]),
    ...(more.length > 0 && { more: `... ${more.join(', ')}` }),
  });
}
