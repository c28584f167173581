// The report's own behaviour: plots at the page's width, the table of contents, and folding of all code at once.
(() => {
  // A plot drawn while the page is still being laid out gets Plotly's default width.
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    if (plot.layout.autosize !== false && plot.layout.width === undefined) Plotly.Plots.resize(plot);
  }

  const headings = [...document.querySelectorAll('main .jp-MarkdownOutput :is(h2, h3)')];
  const list = document.querySelector('.report-contents ol');
  const links = new Map();
  for (const heading of headings) {
    const link = document.createElement('a');
    link.href = `#${heading.id}`;
    link.textContent = heading.firstChild?.textContent ?? '';
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
    for (const code of document.querySelectorAll('details.report-code')) code.open = !hide;
    button.setAttribute('aria-pressed', String(hide));
    button.textContent = hide ? 'Show all code' : 'Hide all code';
  });
})();
