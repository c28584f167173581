export * from './mean';
export * from './proportion';
export * from './student';
