/**
 * Text as a Plotly label shows it literally. Plotly reads `<b>`, `<br>`, `<a href>` and entities in every label; a name that comes
 * from data is none of these.
 */
export function plotlyText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
