import { describe, test } from 'node:test';
import { bayesVerdict, reportJudge } from '../../lib/experiments/judge-report';
import { accuracyCap } from '../../lib/information/accuracy-cap';
import { expectation, linspace, normalCdf } from '../../lib/gaussian';
import { assertClose, assertRefused } from '../support/close';

const places = linspace(-9.95, 9.95, 399);
const softplus = (l: number) => Math.log1p(Math.exp(l));

describe('reportJudge', () => {
  test('of a linear judge with noisy codes has the closed forms of l ~ N(g d/2, g^2 + s^2)', () => {
    const [d, gain, spread, nats] = [3, 1.5, 2, 0.4];
    const report = reportJudge(
      {
        logits: places.map(x => gain * x),
        slopes: places.map(() => gain),
        spreads: places.map(() => spread),
        rates: places.map(() => nats),
      },
      places,
      d,
    );
    assertClose(report.rate, nats, 1e-9);
    assertClose(report.cap, accuracyCap(nats), 1e-9);
    for (const [sense, s] of [
      [report.drawn, spread],
      [report.atMean, 0],
    ] as const) {
      const total = Math.hypot(gain, s);
      // Real and generated are mirror images, so either half will do.
      const loss = expectation(softplus, (-gain * d) / 2, total, 200);
      assertClose(sense.divergence, Math.LN2 - loss, 1e-4);
      assertClose(sense.accuracy, normalCdf((gain * d) / 2 / total), 2e-3);
      const usual = expectation(l => 1 / (1 + Math.exp(l)), (-gain * d) / 2, total, 200);
      assertClose(sense.usualPull, gain * usual, 1e-3);
      assertClose(sense.minimaxPull, gain * (1 - usual), 2e-3);
    }
  });

  test('of the Bayes judge has the accuracy Phi(d/2), and no drawn code can differ from its mean', () => {
    const report = reportJudge(bayesVerdict(places, 4), places, 4);
    assertClose(report.atMean.accuracy, normalCdf(2), 1e-3);
    // JS of N(2, 1) and N(-2, 1): log 2 - E softplus(-l) with l ~ N(8, 16).
    assertClose(report.atMean.divergence, Math.LN2 - expectation(l => softplus(-l), 8, 4, 200), 1e-5);
    assertClose(report.drawn.divergence, report.atMean.divergence);
  });

  test('refuses lengths that differ and a distance that is none', () => {
    const verdict = bayesVerdict(places, 4);
    assertRefused(() => reportJudge(verdict, places.slice(1), 4), /places|logits/);
    assertRefused(() => reportJudge(verdict, places, 0), /distance/);
  });
});
