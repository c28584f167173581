/**
 * Bars as an SVG picture, the shortest first; widths are in proportion, numbers stand beside them.
 * @param {string} title
 * @param {{name: string, value: number, note: string}[]} bars
 */
export function barChart(title, bars) {
  const [left, width, line] = [150, 420, 30];
  const longest = Math.max(...bars.map(bar => bar.value));
  const rows = [...bars].sort((a, b) => a.value - b.value);
  const height = 56 + line * rows.length;
  const body = rows.map(({ name, value, note }, i) => {
    const y = 44 + line * i;
    const long = Math.max(1, (width * value) / longest);
    const colour = name.startsWith('engine') ? '#0072b2' : '#9aa5b1';
    return (
      `<text x="${left - 10}" y="${y + 15}" text-anchor="end">${escape(name)}</text>` +
      `<rect x="${left}" y="${y}" width="${long.toFixed(1)}" height="20" rx="2" fill="${colour}"/>` +
      `<text x="${(left + long + 8).toFixed(1)}" y="${y + 15}">${escape(note)}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 150} ${height}" font-family="sans-serif" ` +
    `font-size="13" fill="#1f2933"><rect width="100%" height="100%" fill="#ffffff"/>` +
    `<text x="12" y="24" font-size="15" font-weight="bold">${escape(title)}</text>${body.join('')}</svg>\n`
  );
}

/** @param {string} text */
function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
