export * from './bottleneck/budget';
export * from './bottleneck/checks';
export * from './bottleneck/distortion';
export * from './bottleneck/full-covariance';
export * from './bottleneck/kl';
export * from './bottleneck/reparameterize';
export * from './bottleneck/vib-layer';
export * from './bottleneck/vib-loss';
