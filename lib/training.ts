export * from './training/adam';
export * from './training/data';
export * from './training/digit-terms';
export * from './training/evaluate';
export * from './training/metrics';
export * from './training/predict';
export * from './training/train';
export * from './training/runner';
