/** Reviews and digits, ready for models. Uses Node; knows nothing of TensorFlow or of models. */
export * from './archive';
export * from './archive-identity';
export * from './digits';
export * from './download';
export * from './imdb';
export * from './pad';
export * from './progress';
export * from './review-set';
export * from './review-source';
export * from './synthetic-bayes';
export * from './synthetic-reviews';
export * from './tokenize';
export * from './vocabulary';
