// The TypeScript kernel: tslab, started in this process with the clone's root as its working directory. tslab compiles
// only what lies below that directory, so `import { ... } from './lib/...'` works in a notebook of any folder.
const path = require('node:path');

const configPath = process.argv[2];
if (!configPath) {
  console.error('usage: node scripts/kernel.cjs CONNECTION_FILE   (Jupyter starts it; run: npm run lab)');
  process.exit(2);
}
const connectionFile = path.resolve(configPath);
process.chdir(path.dirname(__dirname));
require('tslab/dist/main.js').startKernel({ configPath: connectionFile, enableFindLocal: false });
