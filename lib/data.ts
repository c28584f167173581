/** Reviews and digits, ready for models. Uses Node; knows nothing of TensorFlow or of models. */
export * from './data/archive';
export * from './data/archive-identity';
export * from './data/digits';
export * from './data/download';
export * from './data/imdb';
export * from './data/moon-density';
export * from './data/pad';
export * from './data/progress';
export * from './data/review-set';
export * from './data/review-source';
export * from './data/ring';
export * from './data/sprites';
export * from './data/synthetic-bayes';
export * from './data/synthetic-reviews';
export * from './data/tokenize';
export * from './data/toy';
export * from './data/vocabulary';
