import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inNotebook, showBundle, updateBundle } from '../../lib/show/display';
import { inCell, inTerminal } from './kernel-double';

describe('showBundle', () => {
  const bundle = { 'text/plain': 'plain words', 'text/html': '<b>words</b>' };

  it('sends the whole bundle to the running cell, and the update under the same name', () => {
    const sent = inCell(() => {
      showBundle(bundle, { displayId: 'one' });
      updateBundle(bundle, { displayId: 'one' });
      showBundle(bundle);
    });
    assert.deepEqual(sent, [
      { data: bundle, displayId: 'one', update: false },
      { data: bundle, displayId: 'one', update: true },
      { data: bundle, displayId: undefined, update: false },
    ]);
  });

  it('prints the text where there is no notebook', () => {
    assert.equal(inNotebook(), false);
    assert.equal(
      inTerminal(() => showBundle(bundle)),
      'plain words\n',
    );
  });

  it('does not load tslab to find out that it is not in a notebook', () => {
    inNotebook();
    assert.equal(
      Object.keys(require.cache).some(path => path.includes('tslab')),
      false,
    );
  });

  it('reads the writer anew for every cell', () => {
    const [first, second] = [inCell(() => showBundle(bundle)), inCell(() => showBundle(bundle))];
    assert.equal(first.length, 1);
    assert.equal(second.length, 1);
  });
});
