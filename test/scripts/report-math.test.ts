import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { python } from '../support/conversion';

// What a report takes for a formula in the text of a Markdown cell: [text, the formulas in it, words that stay].
const cases: [string, string[], string[]?][] = [
  ['A formula $x^2$ and $y$.', ['$x^2$', '$y$']],
  ['It cost $5 and $10.', [], ['It cost $5 and $10.']],
  ['\\$5 and \\$6', [], ['$5 and $6']],
  ['$5, $10 and $x$', ['$x$'], ['$5, $10 and ']],
  ['US$5 and US$10', [], ['US$5 and US$10']],
  [
    '| a | b |\n| - | - |\n| $p(z|x)$ | $5 |\n| $\\|x\\|$ | $6 |',
    ['$p(z|x)$', '$\\|x\\|$'],
    ['<td>$5</td>', '<td>$6</td>'],
  ],
  ['$a_1$ and $b_2$, $c*d*e$', ['$a_1$', '$b_2$', '$c*d*e$']],
  ['`$x$` and ``$`y`$`` then $z$', ['$z$'], ['<code>$x$</code>', '<code>$`y`$</code>']],
  ['$10, or `code` for $', [], ['$10, or <code>code</code> for $']],
  ['```ts\nconst a = "$x$";\n```\n\n$y$', ['$y$']],
  ['1. list\n\n   ```\n   $x$\n   ```\n\n   $y$', ['$y$'], ['$x$']],
  ['    $x$ set apart', [], ['$x$ set apart']],
  ['$$\na\n$$', ['$$\na\n$$']],
  ['$$a\n\nb$$', [], ['$$a', 'b$$']],
  ['text $$a$$ text', ['$$a$$']],
  ['\\begin{align}\na &= b \\\\\n\\end{align}', ['\\begin{align}\na &amp;= b \\\\\n\\end{align}']],
  ['\\\\(a\\\\) \\\\[b\\\\]', ['\\\\(a\\\\)', '\\\\[b\\\\]']],
  ['\\(a\\) \\[b\\]', [], ['(a) [b]']],
  ['$\\text{a $b$ c}$ and $\\{x\\}$', ['$\\text{a $b$ c}$', '$\\{x\\}$']],
  ['**$x$**, *$y$*, ~~$z$~~', ['$x$', '$y$', '$z$'], ['<strong><span', '<em><span', '<del><span']],
  ['[see $x$](a.html "cost $y$") ![$z$](b.png)', ['$x$'], ['title="cost $y$"', 'alt="$z$"']],
  ['<p title="$a$">raw $x<y$</p>', ['$x&lt;y$'], ['title="$a$"']],
  ['<details><summary>On $x$</summary>\n\n$y$\n\n</details>', ['$x$', '$y$']],
  ['<pre>$x$</pre>\n\n<!-- $y$ -->\n\n<script>"$z$"</script>', [], ['$x$', '$y$', '"$z$"']],
  ['## On $R$', ['$R$']],
  ['$x \\$ y$', ['$x \\$ y$']],
  ['\\\\\\(x\\\\\\) \\\\begin{a}x\\\\end{a}', [], ['\\(x\\) \\begin{a}x\\end{a}']],
  ['\\begin{a}x\\\\\\end{a} and $y \\\\$', ['\\begin{a}x\\\\\\end{a}', '$y \\\\$']],
  ['$', [], ['$']],
  ['$$', [], ['$$']],
  ['\ue0000\ue001 $x$ \ue0007\ue001', ['$x$']],
  [`${'$a '.repeat(2000)}$x$`, ['$x$']],
];

describe('formulas of a Markdown cell', () => {
  test('are those that its author wrote, and no other dollar', async () => {
    const source = `import json, sys
sys.path.insert(0, "scripts/python")
from report_math import render
print(json.dumps([render(text) for text in json.loads(sys.argv[1])]))`;
    const rendered = JSON.parse(
      await python('-c', source, JSON.stringify(cases.map(([text]) => text))),
    ) as string[];
    cases.forEach(([text, formulas, words = []], i) => {
      const html = rendered[i]!;
      const found = [...html.matchAll(/<span class="report-math" data-math="[a-z-]+">([^]*?)<\/span>/g)];
      assert.deepEqual(
        found.map(([, formula]) => formula),
        formulas,
        `${text}\n${html}`,
      );
      for (const word of words) assert.ok(html.includes(word), `${text}\n${html}`);
      assert.doesNotMatch(html, /[\ue000\ue001]\d/, text);
    });
  });
});
