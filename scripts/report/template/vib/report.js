// The report's own behaviour: its figures, the table of contents, and folding of all code at once.
(() => {
  // Drawn one by one, so that the page can be read and scrolled meanwhile.
  const draw = async () => {
    for (const figure of document.querySelectorAll('.jp-CodeCell .report-figure')) {
      const place = figure.querySelector('.vib-figure');
      const words = [...place.childNodes];
      try {
        await drawOne(figure, place);
      } catch (error) {
        console.error(error);
        place.replaceChildren(...words);
      }
      await new Promise(done => setTimeout(done));
    }
    document.documentElement.setAttribute('data-figures', 'ready');
  };
  const drawOne = (figure, place) => {
    const { data, layout, config } = JSON.parse(figure.querySelector('script').textContent);
    place.replaceChildren();
    return Plotly.newPlot(
      place,
      data ?? [],
      { ...layout, modebar: {} },
      {
        ...config,
        // Whatever the notebook's version of lib asked for: no formula in a label, and no button that leaves the page.
        typesetMath: false,
        displaylogo: false,
        showSendToCloud: false,
        plotlyServerURL: '',
        modeBarButtons: false,
        modeBarButtonsToAdd: [],
      },
    );
  };
  void draw();

  const headings = [...document.querySelectorAll('main .jp-MarkdownOutput :is(h2, h3)')];
  const list = document.querySelector('.report-contents ol');
  const links = new Map();
  for (const heading of headings) {
    const link = document.createElement('a');
    link.href = `#${heading.id}`;
    const words = heading.cloneNode(true);
    for (const extra of words.querySelectorAll('.anchor-link')) extra.remove();
    for (const named of words.querySelectorAll('[id]')) named.removeAttribute('id');
    link.append(...words.childNodes);
    const item = document.createElement('li');
    item.className = `level-${heading.tagName[1]}`;
    item.append(link);
    list.append(item);
    links.set(heading, link);
  }
  const seen = new IntersectionObserver(
    entries => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.classList.remove('here');
        links.get(entry.target)?.classList.add('here');
      }
    },
    { rootMargin: '0px 0px -75% 0px' },
  );
  for (const heading of headings) seen.observe(heading);

  const button = document.querySelector('.report-toggle');
  button.addEventListener('click', () => {
    const hide = button.getAttribute('aria-pressed') !== 'true';
    for (const code of document.querySelectorAll('details.report-code:not(.report-source)'))
      code.open = !hide;
    button.setAttribute('aria-pressed', String(hide));
    button.textContent = hide ? 'Show all code' : 'Hide all code';
  });
})();
