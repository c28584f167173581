import { describe, it } from 'node:test';
import {
  expectation,
  expectation2d,
  gaussHermite,
  integrate,
  integrate2d,
  integrateOnGrid,
  integrateOnGrid2d,
} from '../../lib/gaussian';
import scipy from '../oracles/gaussian_scipy.json';
import { assertClose, assertRefused } from '../support/close';

describe('quadrature', () => {
  it('Simpson is exact for cubics, also when n is odd', () => {
    assertClose(
      integrate(x => x ** 3 - 2 * x, 0, 2, 3),
      0,
      0,
      1e-14,
    );
    assertClose(
      integrate(x => x ** 3, 0, 2, 2),
      4,
    );
    assertClose(
      integrate(x => Math.exp(x), 0, 1),
      Math.E - 1,
      1e-12,
    );
  });

  it('in two dimensions is exact for products of cubics', () => {
    assertClose(
      integrate2d((x, y) => x * x * y ** 3, 0, 2, 4),
      (8 / 3) * 4,
    );
    assertClose(
      integrateOnGrid2d(
        (x, y) => Math.exp(-x * x - 2 * y * y),
        { low: -7, high: 7, n: 60 },
        { low: -6, high: 6, n: 70 },
      ),
      Math.PI / Math.SQRT2,
      1e-12,
    );
  });

  it('on a grid is spectrally accurate for a bell and exact for a box', () => {
    assertClose(
      integrateOnGrid(x => Math.exp(-x * x), { low: -7, high: 7, n: 40 }),
      Math.sqrt(Math.PI),
      1e-12,
    );
    assertClose(
      integrateOnGrid(x => (x > 0 ? 1 : 0), { low: -1, high: 1, n: 10 }),
      1,
    );
  });

  it('Gauss-Hermite agrees with SciPy', () => {
    const { nodes, weights } = gaussHermite(20);
    scipy.hermite.nodes.forEach((node, i) => {
      assertClose(nodes[i]!, node, 1e-12, 1e-13);
      assertClose(weights[i]!, scipy.hermite.weights[i]!, 1e-10, 1e-15);
    });
  });

  it('expectations under normals have closed forms', () => {
    assertClose(
      expectation(z => z ** 4, 1, 2),
      1 + 6 * 4 + 3 * 16,
      1e-12,
    );
    assertClose(
      expectation(z => Math.exp(z), 0.3, 0.5),
      Math.exp(0.3 + 0.125),
      1e-12,
    );
    assertClose(
      expectation2d((a, b) => a * a * b + Math.cos(b), [1, 2], [0.5, 0.7]),
      1.25 * 2 + Math.cos(2) * Math.exp(-0.245),
      1e-12,
    );
  });

  it('refuses bad ranges and integrands that are not finite', () => {
    assertRefused(() => integrate(Math.exp, 1, 0), /low is 1 and high is 0/);
    assertRefused(() => integrate(Math.exp, 0, Infinity), /high must be a finite number, but it is Infinity/);
    assertRefused(() => integrate(Math.exp, 0, 1, 0), /n must be a whole number >= 1, but it is 0/);
    assertRefused(() => integrate(Math.log, 0, 1), /integrand f is -Infinity at 0/);
    assertRefused(
      () => integrateOnGrid(Math.log, { low: -1, high: 1, n: 4 }),
      /integrand f is NaN at -0\.75/,
    );
    assertRefused(() => gaussHermite(1000), /at most 256 nodes/, /n is 1000/);
    assertRefused(() => expectation(z => z, 0, -1), /sd must be greater than 0, but it is -1/);
  });
});
