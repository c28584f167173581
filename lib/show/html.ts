const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it literally, inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] as string);
}

/**
 * Classes for an element that holds data: MathJax (3 and 4, and 2) passes it over, so that "between $5 and $10" stays two prices
 * in JupyterLab and in other programs that typeset what a cell displayed.
 */
export const noFormulas = 'mathjax_ignore tex2jax_ignore';
