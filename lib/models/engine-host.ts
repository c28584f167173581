import { readFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Worker } from 'worker_threads';
import {
  helperCode,
  WebAssembly,
  type EngineHost,
  type Helper,
  type HelperStart,
  type WasmModule,
} from '../engine';

/** Where `npm run build:engine` puts the engine. */
const engineFile = path.resolve(__dirname, '..', '..', '.cache', 'engine', 'text-cnn.wasm');

let host: EngineHost | undefined;

/** The engine's host in Node: the compiled module of this clone, and worker threads. @throws Error when it was not built. */
export function engineHost(): EngineHost {
  host ??= {
    module: compileEngine(engineFile),
    cores: os.availableParallelism(),
    startHelper,
  };
  return host;
}

/** @throws Error saying what makes the file, when it is missing. */
export function compileEngine(file: string): WasmModule {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new Error(`the engine ${file} is missing: npm run build:engine makes it from lib/engine/assembly`);
  }
  return new WebAssembly.Module(bytes);
}

function startHelper(start: HelperStart): Helper {
  const code = `${helperCode}
const { parentPort, workerData } = require('worker_threads');
parentPort.on('message', start(workerData));`;
  const worker = new Worker(code, { eval: true, workerData: start });
  // It waits for work most of its life; that must not keep the program from ending.
  worker.unref();
  return { send: message => worker.postMessage(message), stop: () => void worker.terminate() };
}
