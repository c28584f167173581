export * from './statistics/mean';
export * from './statistics/mean-bars';
export * from './statistics/nearest';
export * from './statistics/proportion';
export * from './statistics/student';
