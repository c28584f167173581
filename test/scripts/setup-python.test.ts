import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import {
  put,
  putProgram,
  run,
  windows,
  workingClone,
  workingPython,
  type Clone,
} from '../support/set-up-clone';

/** A clone with JavaScript packages, and without an environment. */
function withoutPython(name: string): Clone {
  const made = workingClone(name);
  delete made.env.PYTHON;
  made.env.VIB_TENSORFLOW = 'stop after Python';
  return made;
}

/** A folder of the clone with a program, for the PATH. */
function tool(made: Clone, folder: string, name: string, version: string, text = workingPython): string {
  put(made, `${folder}/version`, version);
  putProgram(made, `${folder}/${name}`, text);
  return join(made.path, folder);
}

describe('the Python that the environment is made from', { skip: windows, concurrency: 2 }, () => {
  const programs: [name: string, text: string, expected: RegExp][] = [
    ['old', "console.log('3.9.18')", /is 3\.9\.18, and 3\.10 or newer is needed/],
    ['two', "console.error('Unknown option: -I'); process.exit(2)", /is Python 2, and 3\.10/],
    ['future', "console.log('4.0.0')", /is 4\.0\.0, and 3\.10/],
    [
      'prints',
      "console.log('hello '.repeat(50))",
      /is no Python: asked for its version it printed "hello hello[^"]{0,70}"/,
    ],
    ['silent', '', /is no Python: asked for its version it printed ""/],
    [
      'fails',
      "console.error('Python was not found; run without arguments to install from the Microsoft Store'); process.exit(49)",
      /ended with code 49: Python was not found; run without/,
    ],
    ['crashes', "process.kill(process.pid, 'SIGSEGV')", /was ended by SIGSEGV/],
    ['hangs', 'setInterval(() => {}, 1000)', /did not answer within 10 s/],
  ];
  test('named by PYTHON must serve, or is refused by name; .venv stays', async t => {
    const made = workingClone('named');
    assert.equal((await run(made)).code, 0);
    put(made, 'scripts/python/requirements.lock', 'another');
    // Another one would serve, but this one was asked for.
    made.env.PATH = tool(made, 'good', 'python3', '3.12.1');
    const refused = async (expected: RegExp) => {
      const { code, output } = await run(made);
      assert.equal(code, 1, output);
      assert.match(
        output,
        new RegExp(`✗ PYTHON names .*, which ${expected.source}.*\nTo mend it: .*unset PYTHON`),
      );
      assert.ok(existsSync(join(made.path, '.venv/bin/python3')));
    };
    for (const [name, text, expected] of programs) {
      await t.test(name, () => {
        made.env.PYTHON = putProgram(made, 'named', text);
        return refused(expected);
      });
    }
    for (const name of ['no/such/python', 'scripts', 'package.json']) {
      await t.test(name, () => {
        made.env.PYTHON = join(made.path, name);
        return refused(/(was not found|could not be started \(.*EACCES.*\))/);
      });
    }
  });

  test('on the PATH: the first that serves, whatever stands before it', async () => {
    const made = withoutPython('path');
    made.env.PATH = [
      tool(made, 'a', 'python3', '3.8.18'),
      tool(made, 'b', 'python', '3.10.0', "console.log('Python 3')"),
      tool(made, 'c', 'python3.12', '3.12.1'),
    ].join(delimiter);
    assert.match(
      (await run(made)).output,
      /creating \.venv with Python 3\.12\.1[^]*Python environment: done/,
    );
  });

  test('on the PATH: only ones that do not serve are all named', async () => {
    const made = withoutPython('none');
    made.env.PATH = [
      tool(made, 'a', 'python3', '3.8.18'),
      tool(made, 'b', 'python', '', 'process.exit(9)'),
    ].join(delimiter);
    const { output } = await run(made);
    assert.match(
      output,
      /Python 3\.10 or newer is needed\. On the PATH: python3 is 3\.8\.18, and .*; python ended with code 9\.\n/,
    );
  });

  for (const how of ['activated', 'named by PYTHON'] as const) {
    test(`the clone's own .venv, ${how}, is not what it is made from: the Python behind it is`, async () => {
      const made = workingClone(`own-${how.slice(0, 5)}`);
      assert.equal((await run(made)).code, 0);
      const base = made.env.PYTHON ?? '';
      const bin = join(made.path, '.venv', 'bin');
      delete made.env.PYTHON;
      if (how === 'activated') {
        // As its activate does; the PATH then goes on with the person's.
        Object.assign(made.env, {
          VIRTUAL_ENV: join(made.path, '.venv'),
          PATH: [bin, join(made.path, 'tools')].join(delimiter),
        });
      } else made.env.PYTHON = join(bin, 'python');
      put(made, 'scripts/python/requirements.lock', 'another');
      const { code, output } = await run(made);
      assert.equal(code, 0, output);
      assert.match(output, /creating \.venv with Python 3\.11\.7/);
      assert.equal(realpathSync(join(bin, 'python')), realpathSync(base));
    });
  }

  test("what leads Python and pip astray in a person's settings does not reach them", async () => {
    const made = workingClone('settings');
    const seen = "require('fs').appendFileSync('seen', Object.keys(process.env).join(' ') + ' ');\n";
    made.env.PYTHON = putProgram(made, 'tools/python3', seen + workingPython);
    Object.assign(made.env, {
      PYTHONHOME: '/elsewhere',
      PYTHONPATH: '/elsewhere',
      PIP_TARGET: '/elsewhere',
      PIP_USER: '1',
    });
    assert.equal((await run(made)).code, 0);
    const names = readFileSync(join(made.path, 'seen'), 'utf8');
    assert.match(names, /PIP_CACHE_DIR/);
    assert.doesNotMatch(names, /PYTHONHOME|PYTHONPATH|PIP_TARGET|PIP_USER/);
    assert.ok(!readdirSync(made.path).includes('pip'));
  });
});
