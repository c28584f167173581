export * from './budget';
export * from './checks';
export * from './distortion';
export * from './full-covariance';
export * from './kl';
export * from './reparameterize';
export * from './vib-layer';
export * from './vib-loss';
