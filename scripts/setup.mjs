import { commandLine } from './command-line.mjs';
import { setUpOrExit } from './setup/steps.mjs';

commandLine({
  usage: 'npm run setup',
  about: `Installs what the notebooks need, inside this clone only: the locked JavaScript packages (node_modules), JupyterLab and
its tools (.venv), TensorFlow's native library (.cache), the TypeScript kernel. Parts that are right already are skipped,
and after an interruption it goes on where it was. The other commands run it by themselves.`,
  notes: `Environment:
  PYTHON=...           the Python to use (3.10 or newer)
  CXX=...              the C++ compiler to use (only needed where TensorFlow's own host does not answer)
  VIB_TENSORFLOW=...   auto (default), official or pypi: where TensorFlow's library comes from`,
});

console.log('Setting up (a few minutes the first time)');
await setUpOrExit({ verbose: true });
console.log('Ready. Next: npm run report, npm run lab, npm test');
