import fc from 'fast-check';
import { Random } from '../../../lib/random';
import { count, number, reals, vector } from '../argument-kinds';
import { call, type Room } from '../check-room';

const seed = number('seed', fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const draws = count('n', 0);

/** The exports of lib/random and how they are called. */
export const randomRoom: Room = {
  Random: {
    'new Random': call((s: number) => new Random(s).uniform(), seed),
    state: call((s: number) => new Random(s).state(), seed),
    uniform: call((s: number) => new Random(s).uniform(), seed),
    normal: call((s: number) => new Random(s).normal(), seed),
    normals: call((n: number) => new Random(1).normals(n), draws),
    uniforms: call(
      (n: number, low: number, high: number) => new Random(1).uniforms(n, low, high),
      draws,
      number('low', reals(-3, 0), 'high'),
      number('high', reals(0.5, 3)),
    ),
    integer: call((n: number) => new Random(1).integer(n), count('n')),
    permutation: call((n: number) => new Random(1).permutation(n), draws),
    fork: call((s: number) => new Random(s).fork().uniform(), seed),
    'Random.fromState': call(
      (state: number[]) => Random.fromState(state).uniform(),
      vector('state', 4, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    ),
  },
};
