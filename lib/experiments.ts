/** What the notebooks share: data opened and models trained in front of the reader. Uses every other part of lib. */
export * from './experiments/ask-text';
export * from './experiments/engine-distance';
export * from './experiments/engine-parts';
export * from './experiments/installation';
export * from './experiments/museum';
export * from './experiments/open-reviews';
export * from './experiments/ring-gans';
export * from './experiments/sampled-scores';
export * from './experiments/show-answer';
export * from './experiments/train-watched';
export * from './experiments/two-gaussian-judges';
