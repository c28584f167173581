export * from './adam';
export * from './data';
export * from './evaluate';
export * from './metrics';
export * from './predict';
export * from './train';
