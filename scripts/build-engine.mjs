import { relative } from 'node:path';
import { commandLine } from './command-line.mjs';
import { buildEngine } from './setup/engine.mjs';
import { root } from './setup/paths.mjs';
import { orExit, setUpOrExit, withLock } from './setup/steps.mjs';

commandLine({
  usage: 'npm run build:engine',
  about: `Compiles the fast text CNN (lib/engine/assembly, AssemblyScript) to WebAssembly, below .cache/engine. The other commands
do it by themselves when the source has changed.`,
});

await setUpOrExit();
const start = Date.now();
const { file, bytes } = await orExit(() => withLock(buildEngine));
console.log(
  `${relative(root, file)}: ${(bytes / 1000).toFixed(1)} kB, compiled in ${((Date.now() - start) / 1000).toFixed(1)} s`,
);
