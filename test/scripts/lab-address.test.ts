import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { script } from '../support/conversion';

/** What is said of what is written into `from`. */
async function listening() {
  const { sayAddress } = await script<{
    sayAddress: (from: NodeJS.ReadableStream, say: (line: string) => void, port: number) => void;
  }>('lab/say-address.mjs');
  const said: string[] = [];
  const from = new PassThrough();
  sayAddress(from, line => said.push(line), 8888);
  return { from, said };
}

test('of what JupyterLab writes at its start one line remains, and what is wrong', async () => {
  const { from, said } = await listening();
  from.write('[I 2026-01-01 00:00:00.000 LabApp] loaded\n    from here\n');
  from.write(
    '[W 2026-01-01 00:00:00.000 ServerApp] something is odd\n[C 2026-01-01 00:00:00.000 ServerApp] \n    \n',
  );
  from.write(
    '    To access the server, open this file in a browser:\n        file:///tmp/jpserver.html\n    Or copy',
  );
  from.write(' and paste one of these URLs:\n        http://localhost:8890/lab?token=abc\n');
  from.write('        http://127.0.0.1:8890/lab?token=abc\n');
  await new Promise(done => setTimeout(done, 400));
  from.write('[E 2026-01-01 00:00:01.000 ServerApp] and this failed\n    Traceback\n');
  from.end();
  await new Promise(done => from.on('close', done));
  assert.deepEqual(said, [
    '[W 2026-01-01 00:00:00.000 ServerApp] something is odd',
    'JupyterLab is running at http://127.0.0.1:8890/lab?token=abc (port 8888 is taken)\nCtrl+C twice ends it.',
    '[E 2026-01-01 00:00:01.000 ServerApp] and this failed',
    '    Traceback',
  ]);
});

test('a token that was given stays unsaid, and the address is still told', async () => {
  const { from, said } = await listening();
  const head = '[I 2026-01-01 00:00:00.000 ServerApp]';
  from.write(`${head} Jupyter Server 2.17 is running at:\n${head} http://localhost:8888/lab?token=...\n`);
  from.write(
    `${head}     http://127.0.0.1:8888/lab?token=...\n${head} Use Control-C, see https://example.org\n`,
  );
  await new Promise(done => setTimeout(done, 600));
  assert.deepEqual(said, [
    'JupyterLab is running at http://127.0.0.1:8888/lab?token=...\nCtrl+C twice ends it.',
  ]);
  from.end();
});
