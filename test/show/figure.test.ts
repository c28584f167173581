import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import vm from 'node:vm';
import { Figure } from '../../lib/show/figure';
import { inCell, inTerminal } from './kernel-double';

const figure = (name = 'a') =>
  new Figure({
    title: 'Loss </div><script>',
    data: [{ type: 'scatter', name, x: Float64Array.of(1, 2), y: [1 / 3, NaN] }],
    layout: { height: 300 },
    summary: ['a: 2 points'],
  });

/** Runs the script of a figure's HTML in a page of one element, and returns that element and Plotly's arguments. */
function runScript(html: string, withPlotly: boolean) {
  const id = /id="([^"]+)"/.exec(html)?.[1];
  const script = /<script>([^]*)<\/script>/.exec(html)?.[1] as string;
  const place = { id, style: { height: '' }, textContent: '' };
  const calls: unknown[][] = [];
  const Plotly = { newPlot: (...values: unknown[]) => calls.push(values) };
  const document = { currentScript: { previousElementSibling: place }, getElementById: () => null };
  vm.runInNewContext(script, withPlotly ? { document, Plotly } : { document });
  return { place, calls };
}

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

  it('carries HTML that draws the same data with the Plotly of the page', () => {
    const bundle = figure().bundle();
    const { place, calls } = runScript(bundle['text/html'] as string, true);
    const plot = bundle['application/vnd.plotly.v1+json'] as { data: unknown; layout: unknown };
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.[0], place);
    assert.equal(JSON.stringify(calls[0]?.[1]), JSON.stringify(plot.data));
    assert.equal(JSON.stringify(calls[0]?.[2]), JSON.stringify(plot.layout));
  });

  it('says what to do where there is no Plotly', () => {
    const { place } = runScript(figure().bundle()['text/html'] as string, false);
    assert.match(place.textContent, /JupyterLab/);
  });

  it('names no other host and lets no text out of its place', () => {
    const html = figure('</script><script>alert(1)</script>').bundle()['text/html'] as string;
    assert.equal(html.match(/<\/?script/g)?.length, 2);
    assert.doesNotMatch(html, /https?:|src=/);
    assert.match(html, /aria-label="Loss &lt;\/div&gt;&lt;script&gt;"/);
  });

  it('is the same on every run, and has another id for other data', () => {
    assert.deepEqual(figure().bundle(), figure().bundle());
    const id = (name: string) => /id="([^"]+)"/.exec(figure(name).bundle()['text/html'] as string)?.[1];
    assert.notEqual(id('a'), id('b'));
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
