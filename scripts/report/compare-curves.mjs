/**
 * The curves of one name in several reports, as panels that a chart draws: the colour is the report's.
 *
 * @typedef {import('./record.mjs').Record} Record
 * @typedef {import('./record.mjs').Panel} Panel
 */

/**
 * @param {Record[]} records
 * @returns {{title: string, panel: Panel}[]} of curves that are not the same in all of them
 */
export function sharedCurves(records) {
  const [first, ...others] = records;
  return (first?.figures ?? []).flatMap((figure, f) => {
    const place = first?.figures.slice(0, f).filter(({ cell }) => cell === figure.cell).length ?? 0;
    const figures = others.map(({ figures }) => figures.filter(({ cell }) => cell === figure.cell)[place]);
    return figure.panels.flatMap((panel, p) => {
      const panels = [panel, ...figures.map(one => one?.panels[p])];
      const sameAxes = panels.every(one => !one || axesOf(one) === axesOf(panel));
      if (!sameAxes) return [];
      return panel.series.flatMap((series, s) => {
        const found = panels.map(one =>
          one?.series[s]?.name === series.name
            ? one.series[s]
            : one?.series.find(({ name }) => name === series.name),
        );
        if (new Set(found.map(one => JSON.stringify([one?.x, one?.y]))).size < 2) return [];
        const curves = found.flatMap((one, i) => (one ? [{ ...one, colour: i, dashed: false }] : []));
        const title = [figure.title, panel.title, series.name].filter(Boolean).join(': ');
        return curves.length > 1
          ? [{ title, panel: { title: '', x: free(panel.x), y: free(panel.y), series: curves } }]
          : [];
      });
    });
  });
}

/** @param {Panel} panel */
const axesOf = ({ x, y }) => JSON.stringify([x.categories, y.categories, x.log, y.log]);

/**
 * An axis that all the curves fit on.
 * @param {import('./record.mjs').Axis} axis
 */
const free = axis => {
  const all = { ...axis };
  delete all.range;
  return all;
};
