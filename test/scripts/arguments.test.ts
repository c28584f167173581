import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';

/** Runs a command as npm does; what it printed, and its exit code. */
function run(script: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], {
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

describe('report refuses before anything runs, with the value, the allowed range and the nearest name', () => {
  const cases: [args: string[], ...expected: RegExp[]][] = [
    [['07'], /no notebook "07"/, /Did you mean "0\d"/, /01_vae_objective.*05_gaussian_convolution/],
    [['04_imbd_experiment'], /Did you mean "04_imdb_experiment"/],
    [
      ['04', '--set', 'lamda=0.3'],
      /no parameter "lamda"/,
      /Did you mean "lambda"/,
      /lambda, beta, seed, epochs, reviews, data/,
    ],
    [['04', '--set', 'lambda=-1'], /lambda=-1 is out of range/, /0 or more/, /default 0\.1/],
    [['04', '--set', 'lambda=NaN'], /lambda=NaN is not a number/, /0 or more/],
    [['04', '--set', 'lambda='], /lambda= is not a number/],
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
  ];
  for (const [args, ...expected] of cases) {
    test(args.join(' '), () => {
      const { code, output } = run('report', ...args);
      assert.equal(code, 2, output);
      for (const pattern of expected) assert.match(output, pattern);
    });
  }
});

test('every command has help, which runs nothing', () => {
  for (const script of ['setup', 'doctor', 'report', 'lab', 'test']) {
    const { code, output } = run(script, '--help');
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^Usage: npm (run )?${script}`));
    assert.doesNotMatch(output, /✓|already right/);
  }
});

test('report --list names every parameter with its range and default', () => {
  const { output } = run('report', '--list');
  assert.match(output, /04_imdb_experiment\n {2}lambda: a number of 0 or more, by default 0\.1; /);
});

test('lab and test refuse what they do not know', () => {
  assert.match(run('lab', 'notebooks').output, /"notebooks" is not an option of JupyterLab/);
  assert.match(run('test', 'no-such-test').output, /No test file's path holds "no-such-test"/);
});

test('doctor names the loaded TensorFlow library, where it came from, and finds nothing wrong here', () => {
  const { code, output } = run('doctor');
  assert.equal(code, 0, output);
  assert.match(output, /Came from +(PyPI's wheel|the official prebuilt)/);
  assert.match(output, /Loaded +TensorFlow \d+\.\d+\.\d+, backend "tensorflow"/);
  const file = /File +(\S+)/.exec(output)?.[1] ?? '';
  if (file !== 'unknown') assert.ok(existsSync(file), file);
});

test('doctor says what is wrong and how to mend it', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/doctor.mjs'], {
    encoding: 'utf8',
    env: { ...process.env, VIB_IMDB: '/no/such/archive.tar.gz' },
  });
  assert.equal(status, 1);
  assert.match(
    stdout,
    /✗ VIB_IMDB names \/no\/such\/archive\.tar\.gz, which does not exist\.\n.*unset VIB_IMDB/,
  );
});
