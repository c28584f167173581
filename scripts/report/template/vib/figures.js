// The figures: drawn for the width and the colours of the page, and their numbers as a file.
(() => {
  // The house colours on dark paper; any other colour of a figure stays.
  const dark = {
    '#ffffff': '#14181d',
    '#222831': '#e4e8ec',
    '#5c6670': '#a4adb8',
    '#e6e9ec': '#2a323b',
    '#b8bfc6': '#5a6571',
    '#0072b2': '#56b4e9',
    '#d55e00': '#f08a4b',
    '#009e73': '#3ccfa5',
    '#cc79a7': '#e79cc8',
    '#e69f00': '#e6b04a',
    '#56b4e9': '#9fd4f5',
    '#4d4d4d': '#b8bfc6',
    '#882255': '#d97fae',
    '#332288': '#9a92e8',
    '#999933': '#c9c96a',
  };
  const hex = (r, g, b) => `#${[r, g, b].map(part => Number(part).toString(16).padStart(2, '0')).join('')}`;
  const parts = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)).join(',');
  const darkened = value => {
    if (typeof value === 'string') {
      if (value.startsWith('data:')) return value;
      return value
        .replace(/#[0-9a-f]{6}\b/gi, one => dark[one.toLowerCase()] ?? one)
        .replace(/rgba\((\d+), ?(\d+), ?(\d+),/g, (all, r, g, b) => {
          const other = dark[hex(r, g, b)];
          return other ? `rgba(${parts(other)},` : all;
        });
    }
    if (Array.isArray(value))
      return value.length > 0 && typeof value[0] === 'number' ? value : value.map(darkened);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, key === 'colorscale' ? part : darkened(part)]),
    );
  };

  // Words of a title in lines of so many characters: an entity is one character, and a tag none.
  const wrap = (text, width) => {
    const lines = [[]];
    let length = 0;
    for (const word of text.split(' ')) {
      const size = word.replace(/<[^>]*>/g, '').replace(/&[#\w]+;/g, 'x').length;
      if (length > 0 && length + 1 + size > width) {
        lines.push([]);
        length = 0;
      }
      lines.at(-1).push(word);
      length += size + 1;
    }
    return lines.map(line => line.join(' '));
  };
  // A house title is lines in bold, then lines in a smaller hand.
  const wrapTitle = (text, width) => {
    const small = /<span style="([^"]*)">([^]*?)<\/span>/g;
    const joined = pieces => pieces.join(' ');
    const bold = joined([...text.replace(small, '').matchAll(/<b>([^]*?)<\/b>/g)].map(([, words]) => words));
    if (bold === '') return { text, lines: 1, more: 0 };
    const spans = [...text.matchAll(small)];
    const head = wrap(bold, Math.floor(width / 8.4));
    const sub =
      spans.length === 0 ? [] : wrap(joined(spans.map(([, , words]) => words)), Math.floor(width / 6.3));
    const style = spans[0]?.[1];
    return {
      text:
        head.map(line => `<b>${line}</b>`).join('<br>') +
        sub.map(line => `<br><span style="${style}">${line}</span>`).join(''),
      lines: head.length,
      more: sub.length,
    };
  };
  const axesOf = (layout, letter) =>
    Object.keys(layout).filter(key => new RegExp(`^${letter}axis\\d*$`).test(key));
  const wrapAxis = (axis, width) => {
    if (typeof axis?.title?.text === 'string')
      axis.title = {
        ...axis.title,
        text: wrap(axis.title.text, Math.max(12, Math.floor(width / 7))).join('<br>'),
      };
  };
  const legendRows = (data, width) => {
    const names = new Set(
      data.filter(t => t.showlegend !== false && t.name !== undefined).map(t => t.legendgroup ?? t.name),
    );
    if (names.size < 2) return 0;
    let rows = 1;
    let used = 0;
    for (const name of names) {
      const size = 44 + 6.6 * String(name).length;
      if (used > 0 && used + size > width) {
        rows++;
        used = 0;
      }
      used += size;
    }
    return rows;
  };

  // A narrow page: titles in more lines, panels below one another, the legend below all.
  const narrowed = ({ data, layout }, width) => {
    const title = wrapTitle(layout.title?.text ?? '', width - 8);
    const head = 22 + 22 * title.lines + 18 * title.more;
    const rows = layout.showlegend === false ? 0 : legendRows(data, width - 20);
    const columns = axesOf(layout, 'x');
    const panels = columns.length;
    const bar = data.some(trace => trace.colorbar || trace.marker?.colorbar);
    const margin = {
      l: Math.min(layout.margin?.l ?? 68, 58),
      r: 10,
      t: head + (panels > 1 ? 24 : 0),
      b: 58 + 20 * rows + (rows > 0 ? 8 : 0),
    };
    const flat = { ...layout, margin };
    flat.title = {
      ...layout.title,
      text: title.text,
      xref: 'container',
      x: 0,
      pad: { ...layout.title?.pad, l: 4 },
    };
    flat.legend = {
      ...layout.legend,
      orientation: 'h',
      x: 0,
      xanchor: 'left',
      y: 0,
      yref: 'container',
      yanchor: 'bottom',
    };
    if (panels === 1) {
      const extra = margin.t + margin.b - ((layout.margin?.t ?? 60) + (layout.margin?.b ?? 58));
      flat.height = layout.height + Math.max(0, extra);
      wrapAxis(flat.xaxis, width - 70);
      wrapAxis(flat.yaxis, flat.height - margin.t - margin.b);
      // A drawing without axes: its words have less room.
      if (layout.xaxis?.visible === false) {
        const scale = Math.max(0.6, width / 620);
        flat.annotations = (layout.annotations ?? []).map(one => ({
          ...one,
          font: { ...one.font, size: (one.font?.size ?? layout.font?.size ?? 13) * scale },
        }));
      }
      return { data, layout: flat };
    }
    const room = 250;
    const gap = 92;
    const inside = panels * room + (panels - 1) * gap;
    flat.height = inside + margin.t + margin.b;
    const moved = new Map();
    columns.forEach((key, i) => {
      const number = key.slice(5);
      const top = 1 - (i * (room + gap)) / inside;
      const high = [Math.max(0, top - room / inside), top];
      const [x, y] = [layout[key], layout[`yaxis${number}`]];
      moved.set(`${x?.domain?.[0]} ${y?.domain?.[1]}`, top);
      flat[key] = { ...x, domain: [0, bar ? 0.86 : 1] };
      flat[`yaxis${number}`] = { ...y, domain: high };
      wrapAxis(flat[key], width - 70);
      wrapAxis(flat[`yaxis${number}`], room);
      moved.set(`bar ${number}`, high);
    });
    flat.annotations = (layout.annotations ?? []).map(one => {
      const top = one.xref === 'paper' && one.yref === 'paper' ? moved.get(`${one.x} ${one.y}`) : undefined;
      return top === undefined
        ? one
        : { ...one, x: 0, y: top, text: wrap(one.text, Math.floor(width / 7.6)).join('<br>') };
    });
    const placed = data.map(trace => {
      const high = moved.get(`bar ${String(trace.xaxis ?? 'x').slice(1)}`);
      const to = colorbar => ({
        ...colorbar,
        x: 0.88,
        xanchor: 'left',
        y: (high[0] + high[1]) / 2,
        len: high[1] - high[0],
      });
      if (trace.colorbar) return { ...trace, colorbar: to(trace.colorbar) };
      if (trace.marker?.colorbar)
        return { ...trace, marker: { ...trace.marker, colorbar: to(trace.marker.colorbar) } };
      return trace;
    });
    return { data: placed, layout: flat };
  };

  const fitted = (plot, width, isDark) => {
    const coloured = isDark ? darkened(plot) : structuredClone(plot);
    return width < 560 ? narrowed(coloured, width) : coloured;
  };

  // Which of a toolbar's buttons a Tab stops at: the first; the arrows go to the others.
  const roving = place => {
    const buttons = [...place.querySelectorAll('.modebar-btn')];
    buttons.forEach((button, i) => (button.tabIndex = i === 0 ? 0 : -1));
    place.querySelector('.modebar')?.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = buttons.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      buttons[at].tabIndex = -1;
      const next = buttons[(at + step + buttons.length) % buttons.length];
      next.tabIndex = 0;
      next.focus();
    });
  };

  const cell = value => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csvOf = ({ data, layout }) => {
    const rows = [['series', 'x', 'y', 'z', 'low', 'high']];
    const titleOf = (letter, trace) =>
      layout[`${letter}axis${String(trace[`${letter}axis`] ?? letter).slice(1)}`]?.title?.text ?? letter;
    const plain = text =>
      String(text)
        .replace(/<br>/g, ' ')
        .replace(/<[^>]*>/g, '');
    for (const trace of data) {
      const name = plain(trace.name ?? '');
      if (Array.isArray(trace.z)) {
        trace.z.forEach((row, r) =>
          row.forEach((z, c) => rows.push([name, trace.x?.[c] ?? c, trace.y?.[r] ?? r, z, '', ''])),
        );
        continue;
      }
      const error = trace.error_y ?? trace.error_x;
      const of = trace.error_y ? trace.y : trace.x;
      const length = Math.max(trace.x?.length ?? 0, trace.y?.length ?? 0);
      for (let i = 0; i < length; i++) {
        const up = error?.array?.[i];
        const down = error?.arrayminus?.[i] ?? up;
        const around =
          typeof up === 'number' && typeof of?.[i] === 'number' ? [of[i] - down, of[i] + up] : ['', ''];
        rows.push([name, trace.x?.[i] ?? i, trace.y?.[i] ?? i, '', ...around]);
      }
    }
    const first = data[0] ?? {};
    rows[0][1] = `x: ${plain(titleOf('x', first))}`;
    rows[0][2] = `y: ${plain(titleOf('y', first))}`;
    return rows.map(row => row.map(cell).join(',')).join('\n') + '\n';
  };
  const offerNumbers = (figure, plot, number) => {
    if (plot.data.every(trace => trace.type === 'image')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Its numbers (CSV)';
    button.setAttribute('aria-label', `The numbers of figure ${number} as a CSV file`);
    button.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([csvOf(plot)], { type: 'text/csv' }));
      link.download = `figure-${number}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    figure.querySelector('figcaption details').append(button);
  };

  const figures = [...document.querySelectorAll('.jp-CodeCell .report-figure')].map((figure, i) => {
    const place = figure.querySelector('.vib-figure');
    return { figure, place, number: i + 1, before: [...place.childNodes], width: 0, plot: undefined };
  });
  const config = {
    // Whatever the notebook's version of lib asked for: no formula in a label, and no button that leaves the page.
    responsive: false,
    typesetMath: false,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: '',
    modeBarButtons: false,
    modeBarButtonsToAdd: [],
  };
  const drawOne = async (one, width = one.place.clientWidth, isDark = vibPage.inDark()) => {
    const first = one.plot === undefined;
    if (first) one.plot = JSON.parse(one.figure.querySelector('script').textContent);
    const { data, layout } = fitted(
      { data: one.plot.data ?? [], layout: one.plot.layout ?? {} },
      width,
      isDark,
    );
    if (first) {
      one.place.replaceChildren();
      one.figure.querySelector('details').open = false;
    }
    one.width = width;
    const slim = width < 560;
    const options = { ...one.plot.config, ...config, ...(slim && { displayModeBar: false }) };
    one.place.style.minHeight = `${layout.height ?? 420}px`;
    await Plotly[first ? 'newPlot' : 'react'](
      one.place,
      data,
      { ...layout, width, autosize: false, modebar: {}, ...(slim && { dragmode: false }) },
      options,
    );
    roving(one.place);
    if (first)
      offerNumbers(one.figure, { data: one.plot.data ?? [], layout: one.plot.layout ?? {} }, one.number);
  };
  const drawAll = async (only = () => true) => {
    for (const one of figures) {
      if (!only(one)) continue;
      try {
        await drawOne(one);
      } catch (error) {
        // Then its picture, if there is one, and its words.
        console.error(error);
        one.place.replaceChildren(...one.before);
        one.figure.querySelector('details').open = true;
      }
      // One by one, so that the page can be read and scrolled meanwhile.
      await new Promise(done => setTimeout(done));
    }
    document.documentElement.setAttribute('data-figures', 'ready');
  };
  let drawing = drawAll();
  const redraw = only => (drawing = drawing.then(() => drawAll(only)));
  vibPage.onTheme(() => redraw());
  let waiting;
  addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => redraw(one => Math.abs(one.place.clientWidth - one.width) > 1), 150);
  });
  // On paper: the width of A4, and ink on white.
  const onPaper = async (width, isDark) => {
    await Promise.all(figures.map(one => one.plot === undefined || drawOne(one, width, isDark)));
    document.documentElement.setAttribute('data-figures', 'on paper');
  };
  addEventListener('beforeprint', () => void onPaper(670, false));
  addEventListener('afterprint', () => redraw());
})();
