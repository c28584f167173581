import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'vib-setup-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A clone with the set-up's files alone, whose npm is a stand-in. */
function clone(name: string, npm: string): { path: string; env: NodeJS.ProcessEnv } {
  const path = join(folder, name);
  mkdirSync(path);
  for (const entry of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(root, entry), join(path, entry), { recursive: true });
  writeFileSync(join(path, 'npm.cjs'), npm);
  return {
    path,
    env: { ...process.env, npm_execpath: join(path, 'npm.cjs'), PYTHON: '/no/such/python', PATH: '' },
  };
}

function run(
  path: string,
  env: NodeJS.ProcessEnv,
  onOutput?: (text: string, kill: () => void) => void,
): Promise<{ code: number | null; output: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['scripts/setup.mjs'], { cwd: path, env });
    let output = '';
    const collect = (bytes: Buffer) => {
      output += bytes.toString();
      onOutput?.(output, () => child.kill('SIGINT'));
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('close', code => resolve({ code, output }));
  });
}

const workingNpm = `const fs = require('fs'); fs.rmSync('node_modules', {recursive: true, force: true}); fs.mkdirSync('node_modules');
fs.appendFileSync('npm-runs', 'x');`;

test('a step that fails says what, why and what mends it', async () => {
  const { path, env } = clone(
    'failing',
    "console.error('npm error: the registry is on fire'); process.exit(1)",
  );
  const { code, output } = await run(path, env);
  assert.equal(code, 1);
  assert.match(output, /JavaScript packages could not be installed/);
  assert.match(output, /Why:\n {2}npm error: the registry is on fire/);
  assert.match(output, /To mend it:\n.*npm run setup/);
  assert.ok(!existsSync(join(path, '.cache', 'setup.lock')), 'the lock is released');
});

test('finished steps are kept: after a failure in the second, the first is not done again', async () => {
  const { path, env } = clone('second', workingNpm);
  const first = await run(path, env);
  assert.equal(first.code, 1);
  assert.match(first.output, /JavaScript packages: done/);
  assert.match(first.output, /Python 3\.10 or newer is needed[^]*No python3 was found/);
  const again = await run(path, env);
  assert.match(again.output, /JavaScript packages: already right/);
  assert.equal(readFileSync(join(path, 'npm-runs'), 'utf8'), 'x');
});

test('interrupted in the middle of a step: says so, leaves nothing that looks finished, and goes on next time', async () => {
  const { path, env } = clone(
    'interrupted',
    "const fs = require('fs'); fs.mkdirSync('node_modules', {recursive: true}); fs.writeFileSync('started', ''); setTimeout(() => {}, 60000)",
  );
  const stopped = await run(path, env, (text, kill) => {
    if (!text.includes('npm ci')) return;
    const wait = setInterval(() => {
      if (!existsSync(join(path, 'started'))) return;
      clearInterval(wait);
      kill();
    }, 20);
  });
  assert.equal(stopped.code, 130);
  assert.match(stopped.output, /Stopped\. What was finished is kept/);
  writeFileSync(join(path, 'npm.cjs'), workingNpm);
  const again = await run(path, env);
  assert.match(again.output, /JavaScript packages: done/);
});

test('two set-ups at once: the second waits', async () => {
  const { path, env } = clone('twice', `setTimeout(() => { ${workingNpm} }, 1500)`);
  const [one, two] = await Promise.all([run(path, env), run(path, env)]);
  assert.equal(
    [one, two].filter(({ output }) => output.includes('Another set-up of this clone is running')).length,
    1,
  );
  assert.equal(readFileSync(join(path, 'npm-runs'), 'utf8'), 'x', 'npm ran once');
});

test('a lock left by a process that is gone does not count', async () => {
  const { path, env } = clone('stale', workingNpm);
  mkdirSync(join(path, '.cache'));
  writeFileSync(join(path, '.cache', 'setup.lock'), '999999999');
  const { output } = await run(path, env);
  assert.match(output, /JavaScript packages: done/);
});

test('on a clone that is ready it changes nothing and takes less than 2 s', async () => {
  const start = Date.now();
  const { code, output } = await run(root, process.env);
  const seconds = (Date.now() - start) / 1000;
  assert.equal(code, 0, output);
  assert.equal(output.match(/already right/g)?.length, 5, output);
  assert.ok(seconds < 2, `${seconds} s`);
});
