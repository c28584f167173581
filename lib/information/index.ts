export * from './bounds';
export * from './encoder';
export * from './estimators';
export * from './exact';
export * from './gaussian-bottleneck';
export * from './grid';
