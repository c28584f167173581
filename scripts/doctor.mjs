import { commandLine } from './command-line.mjs';
import { data, kernel } from './doctor/data.mjs';
import { heading, problems, wrong } from './doctor/findings.mjs';
import { machine } from './doctor/machine.mjs';
import { engine, tensorflowLibrary } from './doctor/native.mjs';
import { nodePackages } from './doctor/node-packages.mjs';
import { pythonPackages } from './doctor/python-packages.mjs';
import { setUpParts } from './doctor/set-up.mjs';
import { explain } from './setup/failure.mjs';

commandLine({
  usage: 'npm run doctor',
  about:
    'Prints every version, which TensorFlow library is loaded and where it came from, which data is present, and what is wrong, with how to mend it. Loads each part to see that it works. Changes nothing; ends with 1 when something is wrong.',
});

for (const look of [
  machine,
  setUpParts,
  nodePackages,
  pythonPackages,
  tensorflowLibrary,
  engine,
  kernel,
  data,
]) {
  try {
    await look();
  } catch (error) {
    // The other parts are looked at all the same.
    const { message, fix } = explain(error, 'Doctor');
    wrong(message, fix);
  }
}

heading(problems.length === 0 ? 'Nothing is wrong.' : 'What is wrong');
for (const { what, fix } of problems) console.log(`  ✗ ${what}\n    To mend it: ${fix}`);
process.exit(problems.length === 0 ? 0 : 1);
