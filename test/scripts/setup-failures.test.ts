import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  clone,
  put,
  putProgram,
  run,
  windows,
  workingClone,
  workingNpm,
  workingPython,
  type Clone,
} from '../support/set-up-clone';

/** What was printed from the ✗ on: two lines, and where the log is. */
function twoLines(output: string): void {
  const lines = output.slice(output.indexOf('✗')).trim().split('\n');
  assert.ok(lines.length === 2 || lines.length === 3, output);
  assert.match(lines[1] ?? '', /^To mend it: .*npm run setup/);
  assert.match(lines[2] ?? 'There is no log', /^(The full log is|There is no log)/);
  assert.doesNotMatch(output, /\n\s+at .*:\d+:\d+/);
}

describe(
  'a cause that lies outside is told in two lines: what, where, what mends it',
  { concurrency: 2 },
  () => {
    const npmSays: [what: string, says: string, expected: RegExp, mend: RegExp][] = [
      [
        'disk',
        "npm error code ENOSPC\nnpm error syscall write\nnpm error errno -28\nnpm error nospc ENOSPC: no space left on device, write '/clone/node_modules/x'",
        /the disk is full \(.*no space left on device, write '\/clone\/node_modules\/x'\)/,
        /Free 2 GB/,
      ],
      [
        'read-only',
        "npm error code EROFS\nnpm error EROFS: read-only file system, mkdir '/clone/x'",
        /read-only/,
        /remount,rw/,
      ],
      [
        'rights',
        "npm error code EACCES\nnpm error Error: EACCES: permission denied, mkdir '/clone/x'",
        /may not write or read there/,
        /chown/,
      ],
      [
        'network',
        'npm error code EAI_AGAIN\nnpm error request to https://registry.example/x failed, reason: getaddrinfo EAI_AGAIN registry.example',
        /network or the server does not answer \(.*registry\.example/,
        /npm ping/,
      ],
      [
        'refused',
        'npm error FetchError: request to http://localhost:1/x failed, reason: connect ECONNREFUSED 127.0.0.1:1',
        /does not answer/,
        /connection/,
      ],
      [
        'certificate',
        'npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to https://r/x failed',
        /certificate/,
        /NODE_EXTRA_CA_CERTS/,
      ],
      [
        'integrity',
        'npm error code EINTEGRITY\nnpm error sha512-a integrity checksum failed',
        /not what the lock file names/,
        /once more/,
      ],
      ['memory', 'FATAL ERROR: JavaScript heap out of memory', /memory/, /free -h/],
    ];
    for (const [what, says, expected, mend] of npmSays) {
      test(`npm: ${what}`, async () => {
        const made = clone(`npm-${what}`, `console.error(${JSON.stringify(says)}); process.exit(1)`);
        const { code, output } = await run(made);
        assert.equal(code, 1);
        assert.match(
          output,
          new RegExp(`✗ The JavaScript packages could not be installed: .*${expected.source}`),
        );
        assert.match(output, new RegExp(`\nTo mend it: .*${mend.source}`));
        twoLines(output);
      });
    }

    const pythonSays: [what: string, says: string, expected: RegExp][] = [
      [
        'disk',
        'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
        /the disk is full/,
      ],
      [
        'rights',
        "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/clone/.venv/x'",
        /may not write/,
      ],
      [
        'network',
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution': /simple/x/\nERROR: Could not find a version that satisfies the requirement x\nERROR: No matching distribution found for x",
        /network or the server does not answer/,
      ],
      [
        'hashes',
        'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
        /not what the lock file names/,
      ],
    ];
    for (const [what, says, expected] of pythonSays) {
      test(`pip: ${what}`, { skip: windows }, async () => {
        const made = workingClone(`pip-${what}`);
        const fails = `if (process.argv.includes('install')) { console.error(${JSON.stringify(says)}); process.exit(1); }`;
        made.env.PYTHON = putProgram(made, 'tools/python3', `${fails}\n${workingPython}`);
        const { code, output } = await run(made);
        assert.equal(code, 1);
        assert.match(
          output,
          new RegExp(`✗ The Python packages could not be installed: .*${expected.source}`),
        );
        twoLines(output);
      });
    }

    test('npm is not there', { skip: windows }, async () => {
      const made = clone('no-npm', '');
      delete made.env.npm_execpath;
      const { output } = await run(made);
      assert.match(output, /npm was not found on the PATH[^]*To mend it: /);
    });

    test('a program that is killed', { skip: windows }, async () => {
      const made = clone('npm-killed', "process.kill(process.pid, 'SIGKILL')");
      const { output } = await run(made);
      assert.match(output, /or a program was killed \(.*was ended by SIGKILL\)/);
      twoLines(output);
    });

    const places: [what: string, make: (made: Clone) => void, expected: RegExp][] = [
      ['a file where .cache should be', made => put(made, '.cache', ''), /✗ Set-up: .*\.cache/],
      [
        '.cache leads nowhere',
        made => symlinkSync('/no/such/folder', join(made.path, '.cache')),
        /✗ Set-up: .*\.cache/,
      ],
      [
        '.cache leads where nobody can write',
        made => symlinkSync('/proc/self', join(made.path, '.cache')),
        /✗ Set-up: .*/,
      ],
      [
        'package-lock.json is missing',
        made => rmSync(join(made.path, 'package-lock.json')),
        /✗ JavaScript packages: package-lock\.json is missing\.\nTo mend it: git checkout -- package-lock\.json/,
      ],
      [
        'the lock file of Python is missing',
        made => rmSync(join(made.path, 'scripts/python/requirements.lock')),
        /✗ Python environment: scripts\/python\/requirements\.lock is missing\.\nTo mend it: git checkout -- scripts/,
      ],
      [
        'the lock file of TensorFlow is missing',
        made => rmSync(join(made.path, 'scripts/python/tensorflow.lock')),
        /✗ TensorFlow native library: scripts\/python\/tensorflow\.lock is missing\.\nTo mend it: git checkout -- scripts/,
      ],
      [
        'the source of the engine is missing',
        made => rmSync(join(made.path, 'lib/engine'), { recursive: true }),
        /✗ engine \(WebAssembly\): lib\/engine\/assembly is missing\.\nTo mend it: git checkout -- lib\/engine\/assembly/,
      ],
    ];
    for (const [index, [what, make, expected]] of places.entries()) {
      test(what, { skip: windows }, async () => {
        const made = workingClone(`place-${index}`);
        make(made);
        const { code, output } = await run(made);
        assert.equal(code, 1, output);
        assert.match(output, expected);
        twoLines(output);
      });
    }

    test('a log that cannot be written stops nothing, and is not named', { skip: windows }, async () => {
      const made = workingClone('no-log');
      mkdirSync(join(made.path, '.cache/setup.log'), { recursive: true });
      assert.equal((await run(made)).code, 0);
      put(made, 'npm.cjs', 'process.exit(1)');
      rmSync(join(made.path, 'node_modules'), { recursive: true });
      assert.match((await run(made)).output, /There is no log \(EISDIR/);
      // Where the device is full: each write fails.
      if (process.platform === 'linux') {
        rmSync(join(made.path, '.cache/setup.log'), { recursive: true });
        symlinkSync('/dev/full', join(made.path, '.cache/setup.log'));
        put(made, 'npm.cjs', workingNpm);
        const { code, output } = await run(made);
        assert.equal(code, 0, output);
      }
    });

    test('a clone that is ready needs no right to write', { skip: windows }, async () => {
      const made = workingClone('ready');
      assert.equal((await run(made)).code, 0);
      // Whatever would be written under .cache fails now.
      writeFileSync(join(made.path, '.cache/setup.lock'), readFileSync(join(made.path, 'package.json')));
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.equal(
        readFileSync(join(made.path, '.cache/setup.lock'), 'utf8').length > 100,
        true,
        'the lock was not asked for',
      );
    });
  },
);
