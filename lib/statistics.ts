export * from './statistics/comparison';
export * from './statistics/gaussian-classifier';
export * from './statistics/holm';
export * from './statistics/linear-probe';
export {
  estimateMean,
  meanInterval,
  standardDeviation,
  studentInterval,
  upperProbability,
  type Estimate,
  type IntervalEstimate,
} from './statistics/mean';
export * from './statistics/mean-bars';
export * from './statistics/mode-coverage';
export * from './statistics/nearest';
export * from './statistics/principal-axes';
export * from './statistics/proportion';
export * from './statistics/sliced-wasserstein';
export { regularizedIncompleteBeta, studentCdf, studentQuantile } from './statistics/student';
export * from './statistics/whitening';
