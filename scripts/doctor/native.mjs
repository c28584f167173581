import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { engineFile, isWebAssembly } from '../setup/engine.mjs';
import { environment, root } from '../setup/paths.mjs';
import { probe } from '../setup/probe.mjs';
import { tensorflowOrigin } from '../setup/tensorflow.mjs';
import { heading, row, wrongIn } from './findings.mjs';
import { sayError, sayings } from './sayings.mjs';

const part = 'TensorFlow native library';
/** Errors are caught there: what Node prints of an uncaught one begins with a line of source. */
const code = `const say = what => console.log('\\n' + JSON.stringify(what));
try {
  const { tf } = require('./lib/tf');
  const nine = tf.scalar(3).square().arraySync();
  if (nine !== 9 || tf.getBackend() !== 'tensorflow') throw new Error('3 squared is ' + nine + ' on backend ' + tf.getBackend());
  const maps = process.platform === 'linux' ? require('fs').readFileSync('/proc/self/maps', 'utf8') : '';
  say({
    backend: tf.getBackend(),
    version: tf.node.getTensorFlowVersion?.() ?? tf.backend().binding.TF_Version,
    file: /\\/.*libtensorflow(_cc)?\\.so.*/.exec(maps)?.[0] ?? 'unknown',
  });
} catch (error) { say({ error: String(error?.message ?? error) }); process.exit(0); }
try { require('danfojs-node'); say({ danfojs: true }); } catch (error) { say({ danfojsError: String(error?.message ?? error) }); }`;

export async function tensorflowLibrary() {
  heading('TensorFlow library');
  const origin = tensorflowOrigin();
  row(
    'Came from',
    origin
      ? origin.source === 'pypi'
        ? `PyPI's wheel tensorflow-cpu ${origin.version}, binding compiled here`
        : 'the official prebuilt library'
      : 'not installed',
  );
  const result = await probe(process.execPath, ['--import', 'tsx', '-e', code], {
    env: environment(),
    timeout: 120_000,
  });
  const said = Object.assign({}, ...sayings(result.stdout));
  if (typeof said.version !== 'string') {
    row('Loaded', 'no');
    const why = sayError(said.error === undefined ? result : String(said.error));
    return wrongIn(part, `TensorFlow does not load: ${why}.`, 'node_modules .cache/tensorflow');
  }
  row('Loaded', `TensorFlow ${said.version}, backend "${said.backend}"`);
  const file = String(said.file);
  row('File', file.startsWith(root) ? relative(root, file) : file);
  if (said.danfojs) return row('danfojs-node', 'loads');
  row('danfojs-node', 'does not load');
  const why = sayError(said.danfojsError === undefined ? result : String(said.danfojsError));
  wrongIn('JavaScript packages', `danfojs-node does not load: ${why}.`, 'node_modules');
}

export function engine() {
  heading('Engine');
  const name = relative(root, engineFile);
  let bytes;
  try {
    bytes = existsSync(engineFile) ? readFileSync(engineFile) : undefined;
  } catch {
    // A folder, or not ours to read.
  }
  const right = bytes !== undefined && isWebAssembly(bytes);
  row(
    name,
    bytes === undefined
      ? 'missing'
      : `${(bytes.length / 1000).toFixed(1)} kB${right ? '' : ', no WebAssembly'}`,
  );
  if (!right) {
    const what = bytes === undefined ? 'missing' : 'not WebAssembly';
    wrongIn('engine (WebAssembly)', `${name} is ${what}.`, '.cache/engine');
  }
}
