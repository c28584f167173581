// The search of a site: words anywhere, the beginnings of words, and small slips of the pen.
(() => {
  const entries = window.vibEntries;
  const index = new MiniSearch({
    fields: ['title', 'body'],
    storeFields: [],
    searchOptions: { prefix: true, fuzzy: 0.15, boost: { title: 3 }, combineWith: 'AND' },
  });
  index.addAll(entries);
  const input = document.querySelector('.site-bar input');
  const list = document.getElementById('results');
  const status = document.getElementById('found');
  const kinds = { prose: 'text', equation: 'equation', result: 'printed by the run' };
  const excerpt = (body, terms) => {
    const at = Math.max(0, ...terms.map(term => body.toLowerCase().indexOf(term)));
    const from = Math.max(0, body.lastIndexOf(' ', Math.max(0, at - 80)));
    const piece = body.slice(from, from + 260);
    return (from > 0 ? '… ' : '') + piece + (from + 260 < body.length ? ' …' : '');
  };
  const show = query => {
    list.replaceChildren();
    if (query.trim() === '') {
      status.textContent = 'Type what you look for above: words, or a part of an equation.';
      return;
    }
    let found = index.search(query);
    const all = found.length > 0;
    if (!all) found = index.search(query, { combineWith: 'OR' });
    const shown = found.slice(0, 40);
    status.textContent =
      found.length === 0
        ? `Nothing holds "${query}".`
        : `${all ? '' : 'No place holds all of these words. '}${found.length} ${found.length === 1 ? 'place' : 'places'}${found.length > 40 ? ', the best 40 below' : ''}.`;
    for (const { id, terms } of shown) {
      const entry = entries[id];
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = entry.href;
      link.textContent = entry.title || entry.from;
      const where = document.createElement('span');
      where.className = 'note';
      where.textContent = ` ${entry.from}, ${kinds[entry.kind] ?? entry.kind}`;
      const words = document.createElement('p');
      // Of our own making: the site's command turned the TeX of a notebook's equation into MathML.
      if (entry.html) words.innerHTML = entry.html;
      else words.textContent = excerpt(entry.body, terms);
      item.append(link, where, words);
      list.append(item);
    }
  };
  const first = new URLSearchParams(location.search).get('q') ?? '';
  input.value = first;
  input.addEventListener('input', () => show(input.value));
  show(first);
  input.focus();
})();
