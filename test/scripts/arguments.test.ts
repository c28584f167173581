import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

/** Runs a command as npm does, for half a minute at most; what it printed, and its exit code. */
function run(script: string, ...args: string[]): { code: number | null; output: string } {
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], {
    encoding: 'utf8',
    env,
    timeout: 30_000,
  });
  return { code: status, output: stdout + stderr };
}

describe('report refuses before anything runs, with the value, the allowed range and the nearest name', () => {
  const cases: [args: string[], ...expected: RegExp[]][] = [
    [['08'], /no notebook "08"/, /Did you mean "0\d"/, /01_vae_objective.*05_gaussian_convolution/],
    [['a'], /no notebook "a"/],
    [['04_imbd_experiment'], /Did you mean "04_imdb_experiment"/],
    [
      ['04', '--set', 'lamda=0.3'],
      /no parameter "lamda"/,
      /Did you mean "lambda"/,
      /lambda, beta, seed, epochs, reviews, engine, data/,
    ],
    [['04', '--set', 'lambda=-1'], /lambda=-1 is out of range/, /0 or more/, /default 0\.1/],
    [['04', '--set', 'lambda=NaN'], /lambda=NaN is not a number/, /0 or more/],
    [['04', '--set', 'lambda='], /lambda= is not a number/],
    [['04', '--set', 'lambda=Infinity'], /lambda=Infinity is not a number/],
    [['04', '--set', 'epochs=0'], /epochs=0 is out of range/, /from 1 to/],
    [['04', '--set', 'epochs=2.5'], /epochs=2\.5 is not a whole number/],
    [['04', '--set', 'seed=-3'], /seed=-3 is out of range/],
    [['04', '--set', 'reviews=99999'], /reviews=99999 is out of range/, /25000/],
    [
      ['04', '--set', 'data=no/such/file.tar.gz'],
      /there is no file .*no\/such\/file\.tar\.gz/,
      /"synthetic"/,
    ],
    [['04', '--set', 'data=test'], /is a folder, not an archive/],
    [['04', '--set', 'lambda'], /should read name=value/],
    [['04', '--sett', 'lambda=1'], /Unknown option '--sett'/, /Usage: npm run report/],
    [['04', '--save-outputs', '--quick'], /default parameters/],
    [['00', '--answer', '9'], /no run for --answer 9/, /00_start_here: 1, 2.*or all/],
    [['00', '--answer', 'one'], /no run for --answer one/],
    [['00', '--answer', '1', '--set', 'lambda=0.3'], /--answer brings its own parameters/],
    [['04', '--save-outputs', '--set', 'epochs=1'], /default parameters/],
    [['04', '--set', 'data=package.json'], /package\.json is a text file, such as a CSV, not an archive/],
  ];
  for (const [args, ...expected] of cases) {
    test(args.join(' '), () => {
      // Were the refusal missing, the parameter that no notebook has would stop the run.
      const stop =
        args.includes('--save-outputs') || args.includes('--answer') ? [] : ['--set', 'nonsense=1'];
      const { code, output } = run('report', ...args, ...stop);
      assert.equal(code, 2, output);
      for (const pattern of expected) assert.match(output, pattern);
    });
  }
});

describe('report takes what is allowed', () => {
  const imdb = '04_imdb_experiment';
  const vae = '01_vae_objective';
  const code = `import { chooseNotebooks, chooseParameters } from './scripts/report/arguments.mjs';
const [words, settings] = JSON.parse(process.argv[1]);
console.log(JSON.stringify(Object.fromEntries(chooseParameters(settings, chooseNotebooks(words)))));`;
  /** What each notebook would run with; in a process of its own, which a refusal ends. */
  function chosen(words: string[], settings: string[] = [], env = process.env): unknown {
    const args = ['--input-type=module', '-e', code, JSON.stringify([words, settings])];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  }

  test('a notebook by its number, a word of its name, its name or its path; all of them without one', () => {
    for (const word of ['04', 'imdb', imdb, `notebooks/${imdb}.ipynb`])
      assert.deepEqual(chosen([word]), { [imdb]: {} });
    const all = Object.keys(chosen([]) as object);
    assert.deepEqual(
      all.map(name => name.slice(0, 2)),
      ['00', '01', '02', '03', '04', '05', '06', '07', '90'],
    );
  });

  test('both ends of a range, and the last of two values', () => {
    const settings = ['epochs=1', 'reviews=25000', 'seed=4294967295', 'lambda=0', 'lambda=1e-3'];
    assert.deepEqual(chosen(['04'], settings), {
      [imdb]: { epochs: 1, reviews: 25000, seed: 4294967295, lambda: 0.001 },
    });
    assert.deepEqual(chosen(['04'], ['lambda=0']), { [imdb]: { lambda: 0 } });
  });

  test('each setting for every notebook that has it, and for no other', () => {
    assert.deepEqual(chosen(['01', '04'], ['seed=7', 'reviews=600']), {
      [vae]: { seed: 7 },
      [imdb]: { seed: 7, reviews: 600 },
    });
  });

  test('data as a word, or as a path from where the person stands, which may hold "="', t => {
    assert.deepEqual(chosen(['04'], ['data=synthetic']), { [imdb]: { data: 'synthetic' } });
    assert.deepEqual(chosen(['04'], ['data=']), { [imdb]: { data: '' } });
    const folder = mkdtempSync(join(tmpdir(), 'vib-arguments-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'a=b.tar.gz');
    writeFileSync(file, Buffer.of(0x1f, 0x8b, 8, 0));
    assert.deepEqual(chosen(['04'], ['data=a=b.tar.gz'], { ...process.env, INIT_CWD: folder }), {
      [imdb]: { data: file },
    });
  });
});

test('every command has help, which runs nothing', () => {
  for (const script of ['setup', 'doctor', 'report', 'lab', 'test']) {
    const { code, output } = run(script, '--help');
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^Usage: npm (run )?${script}`));
    assert.doesNotMatch(output, /✓|already right/);
  }
});

test('report --list names every parameter with its range and default, and the answers', () => {
  const { output } = run('report', '--list');
  assert.match(output, /00_start_here\n(?: {2}.*\n)+ {2}--answer: 1, 2, 3\n/);
  assert.match(output, /04_imdb_experiment\n {2}lambda: a number of 0 or more, by default 0\.1; /);
});

test('lab and test refuse what they do not know', () => {
  assert.match(run('lab', 'notebooks').output, /"notebooks" is not an option of JupyterLab/);
  assert.match(run('test', 'no-such-test').output, /No test file's path holds "no-such-test"/);
});

test('npm test runs the files that hold any of the words, and fails when one of them does', t => {
  const [good, bad] = ['passes', 'fails'].map(word => `test/scripts/stand-in-${process.pid}-${word}.test.ts`);
  t.after(() => [good, bad].forEach(file => rmSync(file!, { force: true })));
  const write = (file: string, body: string) =>
    writeFileSync(file, `import { test } from 'node:test';\ntest('it', () => { ${body} });\n`);
  write(good!, '');
  write(bad!, "throw new Error('broken')");
  const passed = run('test', `${process.pid}-passes`);
  assert.equal(passed.code, 0, passed.output);
  assert.match(passed.output, /\n1 passed, 0 failed, 0 skipped\n$/);
  const both = run('test', `${process.pid}-passes`, `${process.pid}-fails`);
  assert.equal(both.code, 1, both.output);
  assert.match(both.output, /\n1 passed, 1 failed, 0 skipped\n$/);
});

test('doctor names the loaded TensorFlow library, where it came from, and finds nothing wrong here', () => {
  const { code, output } = run('doctor');
  assert.equal(code, 0, output);
  const stamp = 'node_modules/@tensorflow/tfjs-node/lib/.ready.json';
  const { source } = JSON.parse(readFileSync(stamp, 'utf8')) as { source: string };
  assert.match(output, source === 'pypi' ? /Came from +PyPI's wheel/ : /Came from +the official prebuilt/);
  assert.match(output, /Loaded +TensorFlow \d+\.\d+\.\d+, backend "tensorflow"/);
  const file = /File +(\S+)/.exec(output)?.[1] ?? '';
  if (file !== 'unknown') assert.ok(existsSync(file), file);
});

test('doctor says what is wrong and how to mend it', () => {
  const cases: [path: string, expected: RegExp][] = [
    ['/no/such/archive.tar.gz', /archive\.tar\.gz, which does not exist\.\n.*unset VIB_IMDB/],
    ['test', /✗ VIB_IMDB names test, which is a folder\.\n.*aclImdb_v1\.tar\.gz/],
    [
      'package.json',
      /✗ VIB_IMDB names package\.json, which is a text file, .*\.\n    To mend it: What is needed is a gzipped tar/,
    ],
  ];
  for (const [VIB_IMDB, expected] of cases) {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/doctor.mjs'], {
      encoding: 'utf8',
      env: { ...process.env, VIB_IMDB },
    });
    assert.equal(status, 1);
    assert.match(stdout, expected);
  }
  const env = { ...process.env, VIB_IMDB: 'synthetic' };
  const { stdout } = spawnSync(process.execPath, ['scripts/doctor.mjs'], { encoding: 'utf8', env });
  assert.doesNotMatch(stdout, /✗ VIB_IMDB/);
});
