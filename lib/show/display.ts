import { wellFormed } from './well-formed';

/** One result in several formats, keyed by MIME type; the reader's program draws the richest that it knows. */
export interface MimeBundle {
  'text/plain': string;
  'text/html'?: string;
  [mime: string]: unknown;
}

/**
 * The method by which an object says how it is shown as the last value of a cell, as in Deno's kernel:
 * `[jupyterDisplay](): MimeBundle`.
 */
export const jupyterDisplay = Symbol.for('Jupyter.display');

export interface DisplayOptions {
  metadata?: Record<string, unknown>;
  /** Names the output, so that `updateBundle` can replace it later. It is not saved in the notebook. */
  displayId?: string;
}

interface DisplayData {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type WriteDisplayData = (content: DisplayData, update: boolean) => void;

/** True in a notebook's cell, false in a terminal, a script or a test. */
export function inNotebook(): boolean {
  return kernelWriter() !== null;
}

/** Shows a bundle under the running cell; outside a notebook its `text/plain` goes to standard output. */
export function showBundle(data: MimeBundle, options: DisplayOptions = {}): void {
  send(data, options, false);
}

/** Replaces what was shown under `displayId`; outside a notebook it prints the new text. */
export function updateBundle(data: MimeBundle, options: DisplayOptions & { displayId: string }): void {
  send(data, options, true);
}

function send(data: MimeBundle, { metadata = {}, displayId }: DisplayOptions, update: boolean): void {
  const write = kernelWriter();
  if (write)
    write(
      {
        data: wellFormedTexts(data),
        metadata,
        transient: displayId === undefined ? {} : { display_id: displayId },
      },
      update,
    );
  else process.stdout.write(`${data['text/plain']}\n`);
}

/** Half a surrogate pair in a text would keep Jupyter from saving the notebook. */
function wellFormedTexts(data: MimeBundle): MimeBundle {
  const entries = Object.entries(data).map(([mime, content]) => {
    return [mime, mime.startsWith('text/') && typeof content === 'string' ? wellFormed(content) : content];
  });
  return Object.fromEntries(entries) as MimeBundle;
}

/**
 * tslab's writer of the running cell, or null outside a kernel. tslab assigns it anew for every cell, so it is read at
 * every call. A kernel has always loaded the module already: looking in the cache spares a script from loading tslab.
 */
function kernelWriter(): WriteDisplayData | null {
  const kernel = require.cache[require.resolve('tslab/dist/jupyter.js')]?.exports as
    { lastWriteDisplayData?: WriteDisplayData | null } | undefined;
  return kernel?.lastWriteDisplayData ?? null;
}
