export * from './information/bounds';
export * from './information/encoder';
export * from './information/estimators';
export * from './information/exact';
export * from './information/gaussian-bottleneck';
export * from './information/grid';
