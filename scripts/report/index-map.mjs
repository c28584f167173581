import { escapeHtml } from './prose.mjs';

/** @typedef {import('./shelf.mjs').Place} Place */

const [WIDTH, BOX, HIGH, GAP] = [360, 78, 46, 34];

/**
 * What builds on what, from the notebooks' own "Before you start": a picture from top to bottom, and the same in words.
 * @param {Place[]} shelf
 */
export function mapOf(shelf) {
  const names = shelf.map(({ name }) => name);
  const needs = new Map(
    shelf.map(({ name, record }) => [
      name,
      record.buildsOn.filter(one => names.includes(one) && one !== name),
    ]),
  );
  if ([...needs.values()].every(list => list.length === 0)) return '';
  const rows = rowsOf(names, needs);
  const places = new Map(
    rows.flatMap((row, r) =>
      row.map((name, i) => {
        const x = (WIDTH * (i + 0.5)) / row.length;
        return /** @type {const} */ ([name, { x, y: 6 + r * (HIGH + GAP) }]);
      }),
    ),
  );
  const height = 12 + rows.length * (HIGH + GAP) - GAP;
  const lines = names.flatMap(name =>
    direct(name, needs).map(one => {
      const [from, to] = [places.get(one), places.get(name)];
      if (!from || !to) return '';
      const [start, end] = [from.y + HIGH, to.y];
      return `<path d="M${from.x} ${start}C${from.x} ${start + GAP / 2} ${to.x} ${end - GAP / 2} ${to.x} ${end}"/>`;
    }),
  );
  const boxes = shelf.map(({ name, main }) => {
    const { x, y } = places.get(name) ?? { x: 0, y: 0 };
    const words = wrapped(name.slice(3).replace(/_/g, ' '));
    const text = words
      .map((line, i) => `<text x="${x}" y="${y + 28 + 10 * i}">${escapeHtml(line)}</text>`)
      .join('');
    const box = `<rect x="${x - BOX / 2}" y="${y}" width="${BOX}" height="${HIGH}" rx="6"/><text class="number" x="${x}" y="${y + 16}">${name.slice(0, 2)}</text>${text}`;
    return main ? `<a href="${encodeURIComponent(main.file)}" tabindex="-1">${box}</a>` : `<g>${box}</g>`;
  });
  const said = shelf.flatMap(({ name, record }) =>
    record.buildsOn.length > 0
      ? [`${name.slice(0, 2)} builds on ${record.buildsOn.map(one => one.slice(0, 2)).join(' and ')}`]
      : [],
  );
  return `<section aria-labelledby="map"><h2 id="map">What builds on what</h2>
<svg class="map" viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true">${lines.join('')}${boxes.join('')}</svg>
<p class="note">${escapeHtml(said.join('; '))}.</p></section>`;
}

/**
 * Each notebook below all that it needs.
 * @param {string[]} names
 * @param {Map<string, string[]>} needs
 */
function rowsOf(names, needs) {
  /** @type {Map<string, number>} */
  const depths = new Map();
  /** @type {(name: string, above: string[]) => number} */
  const depth = (name, above) => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // A circle, which only forged facts can hold, ends here.
    const below = (needs.get(name) ?? []).filter(one => !above.includes(one));
    const found = Math.max(-1, ...below.map(one => depth(one, [...above, name]))) + 1;
    depths.set(name, found);
    return found;
  };
  /** @type {string[][]} */
  const rows = [];
  for (const name of names) (rows[depth(name, [name])] ??= []).push(name);
  // At most four boxes fit beside each other.
  return rows.flatMap(row =>
    Array.from({ length: Math.ceil(row.length / 4) }, (_, i) => row.slice(4 * i, 4 * i + 4)),
  );
}

/**
 * What a notebook needs that nothing else it needs has needed already.
 * @param {string} name
 * @param {Map<string, string[]>} needs
 */
function direct(name, needs) {
  const all = needs.get(name) ?? [];
  /** @type {(from: string, seen: Set<string>) => Set<string>} */
  const everything = (from, seen) => {
    for (const one of needs.get(from) ?? []) if (!seen.has(one)) everything(one, seen.add(one));
    return seen;
  };
  return all.filter(one => !all.some(other => other !== one && everything(other, new Set()).has(one)));
}

/** @param {string} words */
function wrapped(words) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < 13) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 2);
}
