const decay1 = 0.9;
const decay2 = 0.999;

/**
 * sqrt(1 - b2^t) / (1 - b1^t), for t = 1, 2, ...
 *
 * The powers are multiplied up: unlike `**`, a product has the same bits in every version of every JavaScript engine.
 */
export class BiasCorrections {
  private power1 = 1;
  private power2 = 1;

  /** @param steps how many were taken already */
  constructor(steps = 0) {
    for (let t = 0; t < steps; t++) {
      const before = this.power2;
      this.next();
      // The smallest numbers round to themselves: from here on nothing changes.
      if (this.power2 === before) return;
    }
  }

  next(): number {
    this.power1 *= decay1;
    this.power2 *= decay2;
    return Math.sqrt(1 - this.power2) / (1 - this.power1);
  }
}
