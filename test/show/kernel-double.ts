import { mock } from 'node:test';
import type { MimeBundle } from '../../lib/show/display';

export interface Sent {
  data: MimeBundle;
  displayId?: string;
  update: boolean;
}

type Content = { data: MimeBundle; transient: { display_id?: string } };

const kernelPath = require.resolve('tslab/dist/jupyter.js');

/** Runs `body` as if in a notebook's cell, and returns what the cell was sent. */
export function inCell(body: () => void): Sent[] {
  const sent: Sent[] = [];
  const lastWriteDisplayData = ({ data, transient }: Content, update: boolean) => {
    sent.push({ data, displayId: transient.display_id, update });
  };
  const before = require.cache[kernelPath];
  require.cache[kernelPath] = { exports: { lastWriteDisplayData } } as NodeModule;
  try {
    body();
  } finally {
    if (before) require.cache[kernelPath] = before;
    else delete require.cache[kernelPath];
  }
  return sent;
}

/** Runs `body` and returns what it wrote to standard output. */
export function inTerminal(body: () => void): string {
  let text = '';
  const write = mock.method(process.stdout, 'write', (chunk: string) => {
    text += chunk;
    return true;
  });
  try {
    body();
  } finally {
    write.mock.restore();
  }
  return text;
}
