import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { downloadArchive, DownloadError, officialSites, type DownloadSite } from '../../lib/data/download';
import type { DataProgress } from '../../lib/data/progress';
import { inFolder } from './small-archive';

const body = Buffer.from('the bytes that were promised. '.repeat(20_000));
const expected = { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };

const good: RequestListener = (_, response) => {
  response.setHeader('content-length', body.length).end(body);
};

/** Serves on this machine while `work` runs. */
async function serving(
  listener: RequestListener,
  work: (site: DownloadSite) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work({ name: 'a test server', url: `http://127.0.0.1:${port}/aclImdb_v1.tar.gz` });
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

/**
 * Asserts that a site is refused with `message`, and that nothing is left in the folder. Only a test of the patience itself has
 * little of it: a busy machine may be slow.
 */
function refused(listener: RequestListener, message: RegExp, silence = 60_000): Promise<void> {
  return serving(listener, site =>
    inFolder(async folder => {
      const target = path.join(folder, 'cache', 'a.tar.gz');
      await assert.rejects(
        downloadArchive({ sites: [site], target, expected, silence }),
        (error: unknown) => {
          assert.ok(error instanceof DownloadError);
          assert.equal(error.reasons.length, 1);
          assert.match(error.reasons[0] ?? '', /^a test server \(127\.0\.0\.1:\d+\): .*\.$/);
          assert.match(error.message, message);
          return true;
        },
      );
      assert.deepEqual(readdirSync(path.join(folder, 'cache')), []);
    }),
  );
}

describe('downloadArchive', () => {
  it('stores the whole file, with progress up to its size', () =>
    serving(good, site =>
      inFolder(async folder => {
        const target = path.join(folder, 'cache', 'a.tar.gz');
        const seen: DataProgress[] = [];
        const from = await downloadArchive({
          sites: [site],
          target,
          expected,
          onProgress: p => seen.push(p),
        });
        assert.equal(from, site);
        assert.deepEqual(readFileSync(target), body);
        assert.deepEqual(readdirSync(path.dirname(target)), ['a.tar.gz']);
        assert.equal(seen[0]?.done, 0);
        assert.equal(seen[seen.length - 1]?.done, body.length);
        assert.match(
          seen[seen.length - 1]?.message ?? '',
          /downloading from a test server: 0\.6 MB of 0\.6 MB/,
        );
      }),
    ));

  it('refuses a missing page', () => refused((_, r) => r.writeHead(404).end('no'), /answered 404 Not Found/));

  it('refuses a body that ends early', () =>
    refused((_, response) => {
      response.setHeader('content-length', body.length);
      response.write(body.subarray(0, 1000), () => setTimeout(() => response.destroy(), 50));
    }, /connection ended after 1,000 of 600,000 bytes/));

  it('refuses a body that ends early without having told its size', () =>
    refused((_, response) => {
      response.write(body.subarray(0, 1000));
      response.end();
    }, /connection ended after 1,000 of 600,000 bytes/));

  it('refuses another file of the same size', () =>
    refused(
      (_, r) => r.setHeader('content-length', body.length).end(Buffer.alloc(body.length)),
      /another hash/,
    ));

  it('refuses a page of another size before reading it', () =>
    refused((_, r) => r.setHeader('content-length', 5).end('hello'), /offers 5 bytes instead of 600,000/));

  it('refuses more bytes than promised', () =>
    refused((_, response) => {
      response.write(body);
      response.end(body);
    }, /sent more than 600,000 bytes/));

  it('gives up a host that does not answer', () =>
    refused(() => undefined, /did not answer within 0\.3 s/, 300));

  it('gives up a host that falls silent', () =>
    refused(
      (_, response) => {
        response.setHeader('content-length', body.length);
        response.write(body.subarray(0, 100_000));
      },
      /stopped after 0\.1 MB and sent nothing within 3 s/,
      3000,
    ));

  it('names a host that refuses or is unknown', () =>
    inFolder(async folder => {
      const sites = [
        { name: 'nobody', url: 'http://127.0.0.1:9/a' },
        { name: 'nowhere', url: 'http://no-such-host.invalid/a' },
      ];
      await assert.rejects(
        downloadArchive({ sites, target: path.join(folder, 'a'), expected }),
        (error: unknown) => {
          assert.ok(error instanceof DownloadError);
          assert.match(error.reasons[0] ?? '', /nobody .*(refused the connection|bad port)/);
          assert.match(error.reasons[1] ?? '', /nowhere .*name is not known/);
          return true;
        },
      );
    }));

  it('goes on to the mirror, and tells why', () =>
    serving(
      (_, r) => r.writeHead(503).end(),
      broken =>
        serving(good, mirror =>
          inFolder(async folder => {
            const target = path.join(folder, 'a.tar.gz');
            const notes: string[] = [];
            const onProgress = (p: DataProgress): void => void (p.stage === 'note' && notes.push(p.message));
            const from = await downloadArchive({ sites: [broken, mirror], target, expected, onProgress });
            assert.equal(from, mirror);
            assert.deepEqual(readFileSync(target), body);
            assert.equal(notes.length, 1);
            assert.match(notes[0] ?? '', /answered 503/);
          }),
        ),
    ));

  it('does not touch an older file when it fails', () =>
    serving(
      (_, r) => r.writeHead(500).end(),
      site =>
        inFolder(async folder => {
          const target = path.join(folder, 'a.tar.gz');
          writeFileSync(target, 'older');
          await assert.rejects(downloadArchive({ sites: [site], target, expected }), DownloadError);
          assert.equal(readFileSync(target, 'utf8'), 'older');
        }),
    ));

  it('reports a folder that cannot be written', () =>
    serving(good, site =>
      inFolder(async folder => {
        const file = path.join(folder, 'file');
        writeFileSync(file, '');
        const target = path.join(file, 'a.tar.gz');
        // Once: no other site could mend it.
        await assert.rejects(downloadArchive({ sites: [site, site], target, expected }), {
          name: 'DownloadError',
          reasons: ['The download cannot be kept in the cache folder: a file has its name.'],
        });
        assert.ok(!existsSync(target));
      }),
    ));

  it('asks the publisher first, over https only', () => {
    assert.equal(new URL(officialSites[0]?.url ?? '').host, 'ai.stanford.edu');
    assert.ok(officialSites.every(site => site.url.startsWith('https://')));
  });
});
