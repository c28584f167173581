import { type WasmModule, type WasmMemory } from './web-assembly';

/** What the engine needs of the place where it runs, a browser's page or Node: it asks for nothing else. */
export interface EngineHost {
  /** The compiled engine. */
  module: WasmModule;
  /** Cores that this process may use. */
  cores: number;
  /**
   * Starts another thread that runs `helperCode`: it calls `start` with this object, and what that gives with every message;
   * absent where there are no threads. All engines of a host share its helpers, so each thread is started once.
   */
  startHelper?(start: HelperStart): Helper;
}

/** What a helper is told when it starts. */
export interface HelperStart {
  readonly module: WasmModule;
  /** `[16]`, shared: one number a helper, by which it says whether it is at work. */
  readonly control: Int32Array;
  /** Its number, from 1. */
  readonly thread: number;
}

/** Asks a helper to work in some memory until it is told to leave it. */
export interface HelperMessage {
  /** Names the memory; `memory` itself comes along the first time. */
  readonly seat: number;
  readonly memory?: WasmMemory;
  /** Of this call, a number > 0; without meaning when `control` has another. */
  readonly ticket: number;
  /** The latest piece of work that is no longer of interest. */
  readonly seen: number;
}

/** A thread that helps. */
export interface Helper {
  /** Sends it a message. */
  send(message: HelperMessage): void;
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
