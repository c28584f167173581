export * from './statistics/mean';
export * from './statistics/proportion';
export * from './statistics/student';
