import { messageOf, root } from '../setup/paths.mjs';
import { SetupError } from '../setup/failure.mjs';
import { findPython, outside } from '../setup/find-python.mjs';
import { probe } from '../setup/probe.mjs';
import { heading, row, wrong } from './findings.mjs';

export async function machine() {
  heading('Machine');
  row('Node', process.versions.node);
  if (Number(process.versions.node.split('.')[0]) < 20)
    wrong('Node is older than 20.', 'Install Node 20, 22 or 24.');
  row('System', `${process.platform} on ${process.arch}`);
  try {
    const python = await findPython();
    row('Python', `${python.version} (${python.command})`);
  } catch (error) {
    const { message, why, fix } =
      error instanceof SetupError ? error : new SetupError(messageOf(error), '', 'npm run setup');
    row('Python', 'none that serves');
    wrong(why ? `${message} ${why}` : message, fix);
  }
  const compiler = process.env.CXX || 'g++';
  const { stdout, problem } = await probe(compiler, ['--version'], { env: outside() });
  row(
    'C++ compiler',
    problem
      ? `${compiler} ${problem} (needed only where the official TensorFlow host does not answer)`
      : (stdout.split('\n')[0] ?? ''),
  );
  row('Clone', root);
}
