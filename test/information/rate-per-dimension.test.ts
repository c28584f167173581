import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integrate, normalDensity, normalLogDensity } from '../../lib/gaussian';
import { gaussianEncoder, ratePerDimension } from '../../lib/information';
import { assertClose } from '../support/close';

test("each dimension's rate is the average of integrals of p log(p/q)", () => {
  const means = [
    [0.5, -1, 0],
    [2, 0.3, 0],
  ];
  const sds = [
    [0.7, 1.4, 1],
    [0.2, 0.9, 1],
  ];
  const probabilities = [0.3, 0.7];
  const logVars = sds.map(row => row.map(sd => 2 * Math.log(sd)));
  const rates = ratePerDimension(gaussianEncoder(means, logVars, { probabilities }));
  for (const k of [0, 1, 2]) {
    const expected = probabilities.reduce((sum, p, i) => {
      const [mean, sd] = [means[i]![k]!, sds[i]![k]!];
      const integrand = (z: number) =>
        normalDensity(z, mean, sd) * (normalLogDensity(z, mean, sd) - normalLogDensity(z));
      return sum + p * integrate(integrand, mean - 12 * sd, mean + 12 * sd, 4000);
    }, 0);
    assertClose(rates[k]!, expected, 1e-9, 1e-12);
  }
  assert.equal(rates[2], 0, 'a dimension equal to the prior carries nothing');
});
