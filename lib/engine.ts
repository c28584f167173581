/** The fast text CNN: WebAssembly (source in engine/assembly) and its typed face. Uses neither Node nor TensorFlow. */
export * from './engine/batch';
export * from './engine/helper-code';
export * from './engine/host';
export * from './engine/model-file';
export * from './engine/model-file-error';
export * from './engine/options';
export * from './engine/parameter-store';
export * from './engine/roofline';
export * from './engine/team';
export * from './engine/text-cnn-engine';
export * from './engine/web-assembly';
export * from './engine/text-pool';
