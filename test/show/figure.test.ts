import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Figure } from '../../lib/show/figure';
import { inCell, inTerminal } from './kernel-double';

const figure = (name = 'a') =>
  new Figure({
    title: 'Loss </div><script>',
    data: [{ type: 'scatter', name, x: Float64Array.of(1, 2), y: [1 / 3, NaN] }],
    layout: { height: 300 },
    summary: ['a: 2 points'],
  });

describe('Figure', () => {
  it('carries Plotly JSON as an object, with plain arrays and rounded numbers', () => {
    const plot = figure().bundle()['application/vnd.plotly.v1+json'] as {
      data: unknown[];
      layout: object;
      config: object;
    };
    assert.deepEqual(plot.data, [{ type: 'scatter', name: 'a', x: [1, 2], y: [0.333333, null] }]);
    assert.deepEqual(plot.layout, { height: 300 });
    assert.ok('responsive' in plot.config);
  });

  it('is JSON and text, without HTML: nothing in a notebook runs by itself', () => {
    assert.deepEqual(Object.keys(figure().bundle()), ['application/vnd.plotly.v1+json', 'text/plain']);
    assert.deepEqual(figure().bundle(), figure().bundle());
  });

  it('sends nothing away, and has no formula in a label', () => {
    const { config } = figure().bundle()['application/vnd.plotly.v1+json'] as {
      config: Record<string, unknown>;
    };
    assert.equal(config.showSendToCloud, false);
    assert.equal(config.plotlyServerURL, '');
    assert.equal(config.typesetMath, false);
    assert.ok((config.modeBarButtonsToRemove as string[]).includes('sendChartToCloud'));
  });

  it('shows one bundle in a cell, and its text in a terminal', () => {
    const sent = inCell(() => figure().show());
    assert.deepEqual(sent[0]?.data, figure().bundle());
    assert.equal(
      inTerminal(() => figure().show()),
      'Loss </div><script>\n  a: 2 points\n',
    );
  });
});
