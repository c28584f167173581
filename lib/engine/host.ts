import { type WasmModule, type WasmMemory } from './web-assembly';

/** What the engine needs of the place where it runs, a browser's page or Node: it asks for nothing else. */
export interface EngineHost {
  /** The compiled engine. */
  module: WasmModule;
  /** Cores that this process may use. */
  cores: number;
  /**
   * Starts another thread that runs `helperCode` with these three; absent where there are no threads.
   */
  startHelper?(module: WasmModule, memory: WasmMemory, thread: number): Helper;
}

/** A thread that helps. */
export interface Helper {
  /** Ends it. */
  stop(): void;
}

/** What the WebAssembly module gives; the names are those of assembly/index.ts. */
export interface EngineExports {
  readTokens(whole: number): number;
  offer(job: number, parts: number): void;
  finish(): number;
  workAlone(job: number, parts: number): void;
  help(thread: number, seen: number): number;
  output(): void;
  peak(rounds: number, x: number): number;
}
