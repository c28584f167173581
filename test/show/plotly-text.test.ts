import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plotlyText } from '../../lib/show/plotly-text';
import { hostileFigures, hostileTexts } from '../support/hostile';

/** Every text in Plotly's JSON that its labels are made of, without the tags that lib itself writes. */
function labels(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return ['source', 'legendgroup'].includes(key) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(item => labels(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => labels(item, name));
}

const own = /<\/?b>|<br>|<span style="font-size:13px;color:#5c6670">|<\/span>/g;

describe('plotlyText', () => {
  it('writes what Plotly reads as a tag or an entity as the characters themselves', () => {
    assert.equal(plotlyText('<b>&amp;</b> R & D > 1'), '&lt;b&gt;&amp;amp;&lt;/b&gt; R &amp; D &gt; 1');
    assert.equal(plotlyText('rate (nats)'), 'rate (nats)');
  });

  it('stands in every label of every kind of figure', () => {
    for (const text of ['<a href="https://example.org">x</a>', ...hostileTexts]) {
      for (const figure of hostileFigures(text)) {
        const { data, layout } = figure.bundle()['application/vnd.plotly.v1+json'] as {
          data: unknown;
          layout: unknown;
        };
        const bare = labels([data, layout]).filter(label => {
          const written = label.replace(own, '');
          return /<|>|&(?!lt;|gt;|amp;)/.test(written);
        });
        // lib's own tags are the same in the text "<b>": a title is bold, and holds the text besides.
        assert.deepEqual(bare, [], figure.title);
      }
    }
  });
});
