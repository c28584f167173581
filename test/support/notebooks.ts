import { readFileSync, readdirSync } from 'node:fs';

export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}

export interface Cell {
  cell_type: 'code' | 'markdown';
  id: string;
  source: string | string[];
  metadata: { tags?: string[]; jupyter?: { source_hidden?: boolean } };
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Parameter {
  type: 'number' | 'integer' | 'string' | 'data';
  default: number | string;
  quick?: number | string;
  minimum?: number;
  maximum?: number;
  about: string;
}

export const notebookNames = readdirSync('notebooks')
  .filter(name => /^\d\d_.*\.ipynb$/.test(name))
  .map(name => name.replace('.ipynb', ''))
  .sort();

export const parametersOf = (name: string): Record<string, Parameter> =>
  (
    JSON.parse(readFileSync('notebooks/parameters.json', 'utf8')) as Record<string, Record<string, Parameter>>
  )[name] ?? {};

export const readCells = (file: string): Cell[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { cells: Cell[] }).cells;

/** The name of the kernel that the notebook asks Jupyter for. */
export const kernelOf = (file: string): string | undefined =>
  (JSON.parse(readFileSync(file, 'utf8')) as { metadata: { kernelspec?: { name: string } } }).metadata
    .kernelspec?.name;

export const textOf = (cell: Cell): string => [cell.source].flat().join('');

/** The MIME types of a cell's outputs. */
export const mimeTypes = (cell: Cell): string[] =>
  (cell.outputs ?? []).flatMap(output => Object.keys(output.data ?? {}));

/** What a cell wrote to standard error, and its errors. */
export const errorsOf = (cell: Cell): string[] =>
  (cell.outputs ?? [])
    .filter(output => output.output_type === 'error' || output.name === 'stderr')
    .map(output => [output.text ?? 'error'].flat().join(''));
