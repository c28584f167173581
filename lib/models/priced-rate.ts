import { checkBeta, checkLambda } from '../bottleneck/checks';

/**
 * The price of a model's rate: total = distortion + lambda * mean_i max(KL_i - beta, 0)
 *
 * The base of the models that weigh the rate themselves. A new lambda or beta holds from the next step; nothing is rebuilt.
 */
export abstract class PricedRate {
  private weight: number;
  private budget: number;

  /** @throws RangeError for a lambda or beta that is negative or not finite. */
  constructor(lambda: number, beta: number) {
    this.weight = checkLambda(lambda);
    this.budget = checkBeta(beta);
  }

  /** The weight of the rate, >= 0. */
  get lambda(): number {
    return this.weight;
  }
  set lambda(value: number) {
    this.weight = checkLambda(value);
  }

  /** Nats an example that cost nothing. */
  get beta(): number {
    return this.budget;
  }
  set beta(value: number) {
    this.budget = checkBeta(value);
  }
}
