import { dualAscentStep } from '../bottleneck';
import {
  bottleneckAtRate,
  type CodeTerms,
  type ExactCode,
  fixedCharge,
  freeBitsCharge,
  gaussianPairsCode,
  inputHingeCharge,
  meanHingeCharge,
  type RateCharge,
  squaredCharge,
  tableCode,
  trainCode,
  weightedSum,
} from '../information';
import { Random } from '../random';

/** A task in which R and I(Z;Y) of any code of a family are exact. */
export interface BudgetWorld {
  readonly name: string;
  readonly exact: ExactCode;
  readonly dimensions: number;
  /** The parameters that every training starts from. */
  readonly start: Float64Array;
  /** The most that R nats can say about y. */
  readonly curve: (rate: number) => number;
}

/**
 * Two worlds: two Gaussian pairs of correlations 0.9 and 0.6, whose labels are noisy and whose curve bends, and eight inputs of
 * four labels that the input decides, encoded by a table of five codes, whose curve min(R, log 4) is straight.
 */
export function budgetWorlds(seed: number): { noisy: BudgetWorld; decided: BudgetWorld } {
  const joint = Array.from({ length: 8 }, (_, x) => [0, 1, 2, 3].map(y => (x % 4 === y ? 1 / 8 : 0)));
  const start = (exact: ExactCode) => new Random(seed).normals(exact.size).map(v => 0.5 * v);
  const [pairs, table] = [gaussianPairsCode([0.9, 0.6]), tableCode(joint, 5)];
  const unexplained = [1 - 0.9 ** 2, 1 - 0.6 ** 2];
  return {
    noisy: {
      name: 'noisy labels: two Gaussian pairs',
      exact: pairs,
      dimensions: 2,
      start: Float64Array.from(start(pairs)),
      curve: rate => bottleneckAtRate(unexplained, rate).relevantInformation,
    },
    decided: {
      name: 'decided labels: a table',
      exact: table,
      dimensions: 1,
      start: Float64Array.from(start(table)),
      curve: rate => Math.min(rate, Math.log(4)),
    },
  };
}

/** Where a training ended, nats. */
export interface Spent {
  readonly level: number;
  readonly rate: number;
  /** R_k, `[k]`. */
  readonly rates: readonly number[];
  /** I(Z;Y). */
  readonly relevant: number;
  /** The most that this rate can say. */
  readonly curve: number;
}

/** min -I(Z;Y) + charge in a world. @param level what to remember it by: its weight or budget */
export function spend(world: BudgetWorld, level: number, charge: RateCharge): Spent {
  return spentOf(world, level, trainCode(world.exact, charge, world.start).terms);
}

function spentOf(world: BudgetWorld, level: number, { rate, rates, relevant }: CodeTerms): Spent {
  const parts = rates.map(({ value }) => value);
  return { level, rate: rate.value, rates: parts, relevant: relevant.value, curve: world.curve(rate.value) };
}

/**
 * Dual ascent, price <- max(0, price + 0.01 (R - capacity)) once for each step of the code, with the price's path.
 *
 * `curvature` c adds c/2 (R - capacity)^2 to the charge: the augmented Lagrangian. `lastStep` is that of `trainCode`; a large one
 * lets code and price move to the end.
 * @param lambda the price that it begins with
 * @throws RangeError for a capacity or price that is negative or not finite.
 */
export function ascend(
  world: BudgetWorld,
  capacity: number,
  { lambda, curvature = 0, lastStep = 1e-5 }: { lambda: number; curvature?: number; lastStep?: number },
): Spent & { readonly prices: readonly number[] } {
  let price = lambda;
  const prices: number[] = [];
  const charge: RateCharge = ({ rate }) => weightedSum([rate], [price + curvature * (rate.value - capacity)]);
  const { terms } = trainCode(world.exact, charge, world.start, {
    lastStep,
    eachStep: ({ rate }) => {
      prices.push(price);
      price = dualAscentStep(price, rate.value, { capacity, stepSize: 0.01 });
    },
  });
  return { ...spentOf(world, capacity, terms), prices };
}

/** One of the six: its name, and where it ends at each of its weights or budgets. */
export interface BudgetWay {
  readonly name: string;
  /** What its levels are. */
  readonly of: 'weight' | 'budget';
  readonly ends: readonly Spent[];
}

/**
 * The six ways of spending in one world: a fixed price and the squared rate at each weight; the hinge on the mean, on each input, free
 * bits and dual ascent at each budget. The three hinges are charged with `stiff`, dual ascent begins at `lambda`.
 * @throws RangeError for a weight or budget that is negative or not finite.
 */
export function sixBudgets(
  world: BudgetWorld,
  { weights, budgets, stiff, lambda }: { weights: readonly number[]; budgets: readonly number[]; stiff: number; lambda: number }, // prettier-ignore
): BudgetWay[] {
  const priced = (name: string, chargeOf: (weight: number) => RateCharge): BudgetWay => ({
    name,
    of: 'weight',
    ends: weights.map(weight => spend(world, weight, chargeOf(weight))),
  });
  const budgeted = (name: string, end: (budget: number) => Spent): BudgetWay => ({
    name,
    of: 'budget',
    ends: budgets.map(end),
  });
  const hinged = (name: string, chargeOf: (budget: number) => RateCharge) =>
    budgeted(name, budget => spend(world, budget, chargeOf(budget)));
  return [
    priced('fixed lambda', fixedCharge),
    priced('squared rate', squaredCharge),
    hinged('hinge on the mean', budget => meanHingeCharge(stiff, budget)),
    hinged('hinge on each input', budget => inputHingeCharge(stiff, budget)),
    hinged('free bits', budget => freeBitsCharge(stiff, budget / world.dimensions)),
    budgeted('dual ascent', budget => ascend(world, budget, { lambda })),
  ];
}
