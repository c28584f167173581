/** A compiled program. */
export type WasmModule = object & { readonly __wasmModule?: never };

/** Numbers that several threads see. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 kB; `buffer` is a longer one from then on. */
  grow(pages: number): number;
}

interface WebAssemblyInterface {
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (
    module: WasmModule,
    imports: Record<string, Record<string, unknown>>,
  ) => { exports: unknown };
  Memory: new (pages: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
}

/** What the engine uses of WebAssembly; TypeScript describes it only together with a browser's page. */
export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };
