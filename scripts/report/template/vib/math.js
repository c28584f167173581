// Before MathJax: what it typesets are the elements that the conversion marked as formulas in the text of Markdown cells. It looks
// for no delimiters, and what could reach beyond a formula (links, styles, names of elements) is off.
window.MathJax = {
  tex: {
    packages: { '[-]': ['html', 'action'] },
    inlineMath: [],
    displayMath: [],
    processEscapes: false,
    processEnvironments: false,
    processRefs: false,
  },
  svg: { fontCache: 'global' },
  options: {
    enableMenu: false,
    safeOptions: { allow: { URLs: 'none', classes: 'none', cssIDs: 'none', styles: 'none' } },
    renderActions: {
      find: [
        10,
        function (page) {
          // How many characters the delimiters take on each side.
          const delimiters = { inline: 1, display: 2, 'inline-latex': 3, 'display-latex': 3, environment: 0 };
          for (const place of document.querySelectorAll(
            '.jp-MarkdownCell .report-math, .report-prose .report-math, .report-contents .report-math',
          )) {
            const { math: kind } = place.dataset;
            if (!(kind in delimiters) || place.closest('pre, code')) continue;
            const source = place.textContent;
            const cut = delimiters[kind];
            const tex = source.slice(cut, source.length - cut);
            const formula = new page.options.MathItem(tex, page.inputJax[0], !kind.startsWith('inline'));
            const text = document.createTextNode('');
            place.replaceChildren(text);
            formula.start = { node: text, delim: '', n: 0 };
            formula.end = { node: text, delim: '', n: 0 };
            page.math.push(formula);
          }
        },
        '',
      ],
    },
  },
  startup: {
    pageReady: () =>
      MathJax.startup
        .defaultPageReady()
        .then(() => document.documentElement.setAttribute('data-math', 'ready')),
  },
};
