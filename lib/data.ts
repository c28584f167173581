/** Reviews and digits, ready for models (tslab resolves files, not folders). Knows nothing of TensorFlow. */
export * from './data/index';
