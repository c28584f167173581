export * from './statistics/mean';
export * from './statistics/mean-bars';
export * from './statistics/mode-coverage';
export * from './statistics/nearest';
export * from './statistics/proportion';
export * from './statistics/sliced-wasserstein';
export * from './statistics/student';
export * from './statistics/whitening';
