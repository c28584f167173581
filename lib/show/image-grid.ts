import { axisTitle } from './axis';
import { checkList, checkNotEmpty, checkRange, checkText, checkWhole, type Numbers } from './checks';
import { Figure } from './figure';
import { plotlyText } from './plotly-text';
import { greyPng } from './png';
import { baseLayout, type HeadSpec } from './style';

export interface GridSide {
  /** What the rows (or columns) are: "test digit", "z1". */
  label: string;
  unit?: string;
  /** One for each row (or column). */
  names?: readonly string[];
}

export interface ImageGridSpec extends HeadSpec {
  rows: GridSide;
  columns: GridSide;
  /** `[rows][columns]` pictures, each `[height * width]` grey values row by row; null leaves the place blank. */
  images: readonly (readonly (Numbers | null)[])[];
  /** Width and height of each picture in pixels. */
  size?: { width: number; height: number };
  /** The values drawn as white paper and as full ink; 0 and 1 unless told. */
  range?: [number, number];
}

const gap = 2;
const gapGrey = 214;

/** A sheet of small grey pictures, ink on white, sent as one PNG (a hundred digits take about 20 kB). */
export function imageGrid(spec: ImageGridSpec): Figure {
  const { title, images, size = { width: 28, height: 28 }, range = [0, 1] } = spec;
  checkText(title, 'the title of the figure');
  checkNotEmpty(images, `the grid of pictures "${title}"`);
  images.forEach((row, r) => checkList(row, `row ${r} of the grid of pictures "${title}"`));
  const columns = images.reduce((most, row) => Math.max(most, row.length), 0);
  if (!images.some(row => Array.from(row).some(image => (image ?? null) !== null)))
    throw new RangeError(`the grid of pictures "${title}" is empty: its rows hold no picture`);
  checkRange(range, 'range');
  checkSheet(size, images.length, columns);
  const names = {
    rows: sideNames(spec.rows, images.length, 'rows'),
    columns: sideNames(spec.columns, columns, 'columns'),
  };
  const sheet = drawSheet(images, columns, size, range);
  const png = greyPng(sheet.pixels, sheet.width, sheet.height).toString('base64');
  const base = baseLayout(spec);
  const margin = { ...base.margin, b: 52 };
  return new Figure({
    title,
    data: [{ type: 'image', source: `data:image/png;base64,${png}`, hoverinfo: 'skip' }],
    layout: {
      ...base,
      margin,
      height: spec.height ?? sheetHeight(sheet, margin.t + margin.b),
      xaxis: sideAxis(spec.columns, 'columns', names.columns, size.width),
      yaxis: {
        ...sideAxis(spec.rows, 'rows', names.rows, size.height),
        autorange: 'reversed',
        scaleanchor: 'x',
      },
    },
    summary: [
      `${images.length} x ${columns} pictures of ${size.width} x ${size.height} pixels`,
      ...describeNames(names),
    ],
  });
}

/** @throws RangeError for sizes that are not whole, or a sheet of more than 50 million pixels. */
function checkSheet(size: { width: number; height: number }, rows: number, columns: number): void {
  checkWhole(size.width, 'size.width', 1, 10_000);
  checkWhole(size.height, 'size.height', 1, 10_000);
  const pixels = rows * (size.height + gap) * columns * (size.width + gap);
  if (pixels > 5e7) {
    throw new RangeError(
      `${rows} x ${columns} pictures of ${size.width} x ${size.height} make ${pixels} pixels: show fewer, at most 50 million pixels`,
    );
  }
}

function drawSheet(
  images: ImageGridSpec['images'],
  columns: number,
  size: { width: number; height: number },
  [paper, ink]: [number, number],
): { pixels: Uint8Array; width: number; height: number } {
  const width = columns * (size.width + gap) - gap;
  const height = images.length * (size.height + gap) - gap;
  const pixels = new Uint8Array(width * height).fill(gapGrey);
  images.forEach((row, r) => {
    for (let c = 0; c < columns; c++) {
      const image = row[c] ?? null;
      checkImage(image, size, r, c);
      for (let i = 0; i < size.width * size.height; i++) {
        const shade = image === null ? 0 : ((image[i] as number) - paper) / (ink - paper);
        const y = r * (size.height + gap) + Math.floor(i / size.width);
        const x = c * (size.width + gap) + (i % size.width);
        pixels[y * width + x] = Math.round(255 * (1 - Math.min(1, Math.max(0, shade))));
      }
    }
  });
  return { pixels, width, height };
}

function checkImage(
  image: Numbers | null,
  size: { width: number; height: number },
  row: number,
  column: number,
): void {
  if (image === null) return;
  const where = `the picture in row ${row}, column ${column}`;
  if (image.length !== size.width * size.height) {
    const need = `${size.width} x ${size.height} = ${size.width * size.height}`;
    throw new RangeError(`${where} has ${image.length} values, but ${need} are needed`);
  }
  const bad = Array.prototype.findIndex.call(
    image,
    value => typeof value !== 'number' || Number.isNaN(value),
  );
  if (bad >= 0) throw new RangeError(`${where} holds values that are not numbers (NaN), the first at ${bad}`);
}

function sideNames(side: GridSide, count: number, which: string): string[] {
  axisTitle(side, which);
  if (side.names !== undefined && side.names.length !== count) {
    throw new RangeError(`${which}.names has ${side.names.length} names, but the grid has ${count} ${which}`);
  }
  return side.names === undefined ? [] : [...side.names];
}

function sideAxis(side: GridSide, which: string, names: string[], step: number): Record<string, unknown> {
  return {
    title: { text: plotlyText(axisTitle(side, which)), standoff: 10, font: { size: 13 } },
    tickfont: { size: 12 },
    automargin: true,
    showgrid: false,
    zeroline: false,
    constrain: 'domain',
    constraintoward: which === 'columns' ? 'left' : 'top',
    tickvals: names.map((_, i) => i * (step + gap) + (step - 1) / 2),
    ticktext: names.map(plotlyText),
    fixedrange: false,
  };
}

/** Tall enough to show every picture at about twice its size on a page 800 pixels wide, and no taller. */
function sheetHeight(sheet: { width: number; height: number }, margins: number): number {
  const scale = Math.min(2, 800 / sheet.width);
  return Math.round(sheet.height * scale + margins);
}

function describeNames({ rows, columns }: { rows: string[]; columns: string[] }): string[] {
  return [
    rows.length > 0 ? `rows: ${rows.join(', ')}` : '',
    columns.length > 0 ? `columns: ${columns.join(', ')}` : '',
  ].filter(line => line !== '');
}
