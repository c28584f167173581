import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { LinearVae } from '../../lib/models';

const covariance = [[3, 1, 0.5], [1, 2, 0.3], [0.5, 0.3, 1]]; // prettier-ignore
const noise = 0.3;
const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(new Matrix(covariance));
const order = [0, 1, 2].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);

test('at lambda = 1 the loss lands on the exact negative log-likelihood of probabilistic PCA', () => {
  const vae = new LinearVae({ covariance, latent: 2, lambda: 1, noise, seed: 1 }).train();
  // Two directions fitted, the third explained as noise; from Tipping & Bishop 1999.
  const [a, b, c] = order.map(k => realEigenvalues[k]!) as [number, number, number];
  const exact = 0.5 * (3 * Math.log(2 * Math.PI) + Math.log(a * b * noise) + 2 + c / noise);
  assert.ok(Math.abs(vae.loss - exact) < 1e-7, `${vae.loss} ${exact}`);
});

test('from any start each column of W is a principal direction, of length sqrt(eigenvalue - lambda s^2)', () => {
  for (const [lambda, seed] of [
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 4],
  ] as const) {
    // prettier-ignore
    const { decoder } = new LinearVae({ covariance, latent: 2, lambda, noise, seed }).train().weights;
    const columns = [0, 1].map(k => decoder.map(row => row[k]!));
    columns.sort((p, q) => Math.hypot(...q) - Math.hypot(...p));
    columns.forEach((column, i) => {
      const k = order[i]!;
      const along = eigenvectorMatrix.getColumn(k).reduce((sum, v, j) => sum + v * column[j]!, 0);
      assert.ok(Math.abs(along ** 2 - (realEigenvalues[k]! - lambda * noise)) < 1e-5, `${along ** 2}`);
      assert.ok(Math.abs(Math.hypot(...column) - Math.abs(along)) < 1e-5);
    });
  }
});

test('a direction closes when lambda s^2 reaches its eigenvalue', () => {
  const [, second] = order.map(k => realEigenvalues[k]!);
  const lambda = (second! * 1.05) / noise;
  const { decoder } = new LinearVae({ covariance, latent: 2, lambda, noise, seed: 1 }).train().weights;
  const lengths = [0, 1].map(k => Math.hypot(...decoder.map(row => row[k]!))).sort((a, b) => a - b);
  assert.ok(lengths[0]! < 1e-3 && lengths[1]! > 0.5, lengths.join(' '));
});

test('the gradient is that of finite differences', () => {
  const vae = new LinearVae({ covariance, latent: 2, lambda: 1.7, noise, seed: 5 });
  const at = vae.parameters.map((v, i) => v + 0.1 * Math.cos(i));
  const { gradient } = vae.lossAt(at);
  at.forEach((v, i) => {
    const [up, down] = [1e-5, -1e-5].map(h => vae.lossAt(at.map((w, j) => (j === i ? v + h : w))).value);
    assert.ok(Math.abs((up! - down!) / 2e-5 - gradient[i]!) < 1e-6 * (1 + Math.abs(gradient[i]!)), `${i}`);
  });
});
