import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noticeBundle, noticeMime, showNotice } from '../../lib/show/notice';
import { inCell } from './kernel-double';

describe('showNotice', () => {
  it('carries JSON for the report, HTML for the reader and text for a terminal', () => {
    const [sent] = inCell(() =>
      showNotice('warning', 'Synthetic <reviews>', { seed: 7, best: 1 / 3, left: undefined }),
    );
    assert.deepEqual(sent?.data[noticeMime], {
      kind: 'warning',
      text: 'Synthetic <reviews>',
      details: { seed: 7, best: 0.333333 },
    });
    assert.match(sent?.data['text/html'] as string, /vib-notice-warning.*Synthetic &lt;reviews&gt;.*seed: 7/);
    assert.equal(sent?.data['text/plain'], 'Warning: Synthetic <reviews>\n  seed: 7\n  best: 0.333333');
  });

  it('refuses a blank text and an unknown kind', () => {
    assert.throws(() => noticeBundle('data', ''), /text of the notice is empty/);
    assert.throws(() => noticeBundle('error' as 'data', 'x'), /not "error"/);
  });
});
