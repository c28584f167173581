// The TypeScript kernel: tslab, started in this process with the clone's root as its working directory. tslab compiles
// only what lies below that directory, so `import { ... } from './lib/...'` works in a notebook of any folder. What is
// different from tslab is in kernel/, one concern in each file, with the habit of tslab's that it mends.
const path = require('node:path');

function main() {
  const configPath = process.argv[2];
  if (!configPath) {
    console.error('usage: node scripts/kernel.cjs CONNECTION_FILE   (Jupyter starts it; run: npm run lab)');
    process.exit(2);
  }
  require('./kernel/parent-watch.cjs');
  const connectionFile = path.resolve(configPath);
  process.chdir(path.dirname(__dirname));
  // Before tslab, which is to find its TypeScript replaced.
  require('./kernel/typescript.cjs');
  const { listenForInterrupts } = require('./kernel/interrupt.cjs');
  const { showOwnPlaces } = require('./kernel/positions.cjs');
  const { Cells } = require('./kernel/cells.cjs');
  const { catchLateErrors } = require('./kernel/late-errors.cjs');
  const { Server } = require('./kernel/server.cjs');
  const cells = new Cells();
  showOwnPlaces();
  catchLateErrors(cells);
  listenForInterrupts({ afterForce: () => cells.mend() });
  void new Server(cells, connectionFile).init();
}

main();
