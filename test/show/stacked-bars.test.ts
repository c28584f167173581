import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stackedBars } from '../../lib/show';
import { assertRefused } from '../support/close';

const spec = (values: number[]) => ({
  title: 'parts',
  x: { label: 'channel' },
  y: { label: 'nats' },
  groups: ['a', 'b'],
  series: [
    { name: 'first', values },
    { name: 'second', values: [1, 2] },
  ],
});

test('stacked bars stand on one another and keep their numbers', () => {
  const figure = stackedBars(spec([3, 0]));
  assert.equal(figure.layout.barmode, 'stack');
  assert.deepEqual(figure.data[0]!.y, [3, 0]);
  assert.match(figure.text(), /second.*a 1/);
});

test('stacked bars refuse a negative part', () => {
  assertRefused(() => stackedBars(spec([3, -0.5])), /"first".*-0\.5/);
});
