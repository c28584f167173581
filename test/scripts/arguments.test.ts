import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

/** Runs a command as npm does, for half a minute at most; what it printed, and its exit code. */
const run = (script: string, ...args: string[]) => runWith({}, script, ...args);

function runWith(
  more: NodeJS.ProcessEnv,
  script: string,
  ...args: string[]
): { code: number | null; output: string } {
  const env: NodeJS.ProcessEnv = { ...process.env, ...more };
  delete env.NODE_TEST_CONTEXT;
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], {
    encoding: 'utf8',
    env,
    timeout: 600_000,
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
    [['04', '--set', 'lambda=-1'], /lambda=-1 is out of range/, /from 0 to 100/, /default 0\.1/],
    [['04', '--set', 'lambda=NaN'], /lambda=NaN is not a number/, /from 0 to 100/],
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

describe('report reads a setting as name=value, and a value as people write numbers', () => {
  const wrong: [args: string[], ...expected: RegExp[]][] = [
    [['--set', 'lambda', '0.3'], /"--set lambda" should read name=value, as in --set lambda=0\.3/],
    [['--set', 'epochs', '30'], /as in --set epochs=30/],
    [['--set', 'lambda', '=', '0.3'], /"--set lambda" should read name=value, as in --set lambda=0\.3/],
    [['--set', 'lambda', '=0.3'], /as in --set lambda=0\.3/],
    [['--set', 'lambda=', '0.3'], /"--set lambda=" should read name=value, as in --set lambda=0\.3/],
    [['--set', '=abc'], /"--set =abc" should read name=value/],
    [['--set', '='], /should read name=value/],
    [['--set', ''], /should read name=value/],
    [['--set', ' =1'], /should read name=value/],
    [['lambda=0.3'], /"lambda=0\.3" is a setting: write --set lambda=0\.3/],
    [['--set', 'lambda=0', '--set', 'lambda=0.1'], /lambda is set twice, to 0 and to 0\.1/],
    [['--set', 'lambda=0', '--set', ' lambda =0.1'], /lambda is set twice/],
    [['--to', 'a', '--to', 'b'], /--to is given twice, as a and as b/],
    [['--answer', '1', '--answer', '2'], /--answer is given twice/],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'Lambda', 'lambda;'].map(
      (name): [string[], ...RegExp[]] => [
        ['--set', `${name}=1`],
        new RegExp(`There is no parameter "${name}" in 04_imdb_experiment. Did you mean "\\w+"`),
        /The parameters: lambda, beta/,
      ],
    ),
    ...[
      '0x10',
      '0b1',
      '1_000',
      '1,5',
      '−1',
      '–1',
      '',
      ' ',
      '1e999',
      '-1e999',
      '1e-400',
      'true',
      'null',
      '[]',
      '1 2',
      '.',
      'e5',
      '١',
      '1n',
      '0.1f',
      '--1',
    ].map((text): [string[], ...RegExp[]] => [
      ['--set', `lambda=${text}`],
      /^lambda=.* is not a number/,
      /lambda: a number/,
    ]),
    ...['9007199254740993', '1e300', '2.00000000000000001', '1.5', '0.1e', '1e-1', '4294967295.0000001'].map(
      (text): [string[], ...RegExp[]] => [
        ['--set', `seed=${text}`],
        /^seed=.* is not a whole number/,
        /from 0 to 4294967295/,
      ],
    ),
    [['--set', 'lambda=−1'], /its minus is not the "-" of the keyboard/],
    [['--set', 'lambda=1,5'], /the decimal point is "\.".*for the two values write 1\.0,5/],
    [['--set', `lambda=${'9'.repeat(1e5)}`], /^lambda=9{199}… \(100000 characters\) is not a number/],
    [['--set', `${'x'.repeat(1e5)}=1`], /^There is no parameter "x{199}… \(100000 characters\)"/],
    [['x'.repeat(1e5)], /^There is no notebook "x{199}… \(100000 characters\)"/],
    [['--set', 'lambda=1\n2'], /^lambda=1\\n2 is not a number/],
    [
      ['--set', 'engine=`${process.exit()}`"\'<script>'],
      /engine=`\$\{process\.exit\(\)\}`"'<script>: did you mean "(fast|tfjs)"/,
    ],
    [['--set', 'data=synthetc'], /Did you mean "synthetic"/],
    [['--set', 'data= '], /data=  is no path/],
    [['--to='], /--to needs the path of a folder/],
    [['--', '-h'], /There is no notebook "-h"/],
    [['--quick=yes'], /Option '--quick' does not take an argument\.\n/],
    [['--set'], /argument missing\.\n/],
    [['--answer', '__proto__'], /no run for --answer __proto__/],
    [['--answer='], /no run for --answer/],
    [['/'], /There is no notebook "\/"/],
    [[''], /There is no notebook ""/],
  ];
  for (const [args, ...expected] of wrong) {
    test(JSON.stringify(args).slice(0, 80), () => {
      // Were the refusal missing, this folder would stop the run.
      const { code, output } = run(
        'report',
        '04',
        ...(args.join().includes('--to') ? [] : ['--to=package.json']),
        ...args,
      );
      assert.equal(code, 2, output);
      for (const pattern of expected) assert.match(output, pattern);
      assert.doesNotMatch(output, /^ {4}at /m);
      assert.ok(output.length < 3000, `${output.length} characters`);
    });
  }

  test('options that npm took for itself, because "--" was forgotten', () => {
    const { code, output } = runWith(
      { npm_lifecycle_event: 'report', npm_config_quick: 'true' },
      'report',
      '04',
    );
    assert.equal(code, 2, output);
    assert.match(output, /npm took --quick for itself: options of the command come after "--"/);
  });
});

describe('every number of parameters.json has both ends, and the defaults lie between them', () => {
  const all = JSON.parse(readFileSync('notebooks/parameters.json', 'utf8')) as Record<
    string,
    Record<string, { type: string; minimum?: number; maximum?: number; default: number; quick?: number }>
  >;
  for (const [notebook, parameters] of Object.entries(all)) {
    test(notebook, () => {
      for (const [name, { type, minimum, maximum, default: usual, quick = usual }] of Object.entries(
        parameters,
      )) {
        if (type !== 'number' && type !== 'integer') continue;
        assert.ok(minimum !== undefined && maximum !== undefined, `${name} lacks an end`);
        for (const value of [usual, quick]) assert.ok(minimum <= value && value <= maximum, name);
        // Seeds end at 2^32, and some notebooks count on from theirs.
        const counts = new RegExp(`\\b${name} \\+ `).test(
          readFileSync(`notebooks/${notebook}.ipynb`, 'utf8'),
        );
        if (name === 'seed') assert.ok(maximum < 2 ** 32 - (counts ? 1e6 : 0), `${name} + ...`);
      }
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

  test('both ends of a range', () => {
    const settings = ['epochs=1', 'reviews=25000', 'seed=4294967295', 'lambda=1e-3'];
    assert.deepEqual(chosen(['04'], settings), {
      [imdb]: { epochs: 1, reviews: 25000, seed: 4294967295, lambda: 0.001 },
    });
    assert.deepEqual(chosen(['04'], ['lambda=0']), { [imdb]: { lambda: 0 } });
  });

  test('numbers as people write them, and a setting that is repeated', () => {
    for (const [text, lambda] of [
      ['1e-3', 0.001],
      ['.5', 0.5],
      ['1.', 1],
      ['+1', 1],
      ['-0', 0],
      [' 0.1 ', 0.1],
      ['1E0', 1],
    ] as const)
      assert.deepEqual(chosen(['04'], [`lambda=${text}`]), { [imdb]: { lambda } });
    for (const text of ['20', '2e1', '20.0', '200e-1', '020'])
      assert.deepEqual(chosen(['04'], [`epochs=${text}`]), { [imdb]: { epochs: 20 } });
    assert.deepEqual(chosen(['04'], ['seed=3', ' seed =3']), { [imdb]: { seed: 3 } });
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
  assert.match(output, /04_imdb_experiment\n {2}lambda: a number from 0 to 100, by default 0\.1; /);
});

describe('lab and test refuse what they do not know, before anything runs', () => {
  const cases: [script: string, args: string[], expected: RegExp][] = [
    ['lab', ['notebooks'], /"notebooks" is not an option of JupyterLab; .* as in --port=9000/],
    ['lab', [''], /"" is not an option of JupyterLab/],
    ['lab', ['--port'], /--port needs a number/],
    ['lab', ['--port', '--no-browser'], /--port needs a number/],
    ['lab', ['--port', 'abc'], /--port=abc: a whole number from 1 to 65535 is needed/],
    ...['', 'abc', '-1', '65536', '1.5', '1e3', '0x10', ' 9000'].map((text): [string, string[], RegExp] => [
      'lab',
      [`--port=${text}`],
      new RegExp(`--port=${text}: a whole number`),
    ]),
    ['lab', ['--ServerApp.port=99999'], /--port=99999: a whole number/],
    ['test', ['no-such-test'], /No test file's path holds "no-such-test"/],
    ['test', ['gaussian', 'no-such-test'], /No test file's path holds "no-such-test"/],
    ['test', [''], /No test file's path holds ""/],
    ['test', ['--quick'], /Unknown option '--quick'/],
  ];
  for (const [script, args, expected] of cases) {
    test(JSON.stringify([script, ...args]), () => {
      const { code, output } = run(script, ...args);
      assert.equal(code, 2, output);
      assert.match(output, expected);
    });
  }

  test('lab says that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    for (const args of [[`--port=${port}`], ['--port', `${port}`]]) {
      const { code, output } = run('lab', ...args);
      assert.equal(code, 2, output);
      assert.match(output, new RegExp(`Port ${port} is taken.*Choose another, or leave --port out`));
    }
    server.close();
  });
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
  const { facts } = JSON.parse(readFileSync(stamp, 'utf8')) as { facts: { source: string } };
  assert.match(
    output,
    facts.source === 'pypi' ? /Came from +PyPI's wheel/ : /Came from +the official prebuilt/,
  );
  assert.match(output, /Loaded +TensorFlow \d+\.\d+\.\d+, backend "tensorflow"/);
  const file = /File +(\S+)/.exec(output)?.[1] ?? '';
  if (file !== 'unknown') assert.ok(existsSync(file), file);
});
