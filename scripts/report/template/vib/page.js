// The page around the cells: what is here, where one is, and what one likes to see. Without it everything is there, unfolded.
const vibPage = (() => {
  const root = document.documentElement;
  root.classList.add('report-scripted');
  // A reader's choices outlive the page where the browser lets a file keep something.
  const kept = {
    get: name => {
      try {
        return localStorage.getItem(`vib-report-${name}`);
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        localStorage.setItem(`vib-report-${name}`, value);
      } catch {
        // A choice for this visit, then.
      }
    },
  };

  const inDark = () =>
    root.dataset.theme === 'dark' ||
    (root.dataset.theme === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
  const listeners = [];
  const themes = ['system', 'light', 'dark'];
  const themeButton = document.querySelector('.report-theme');
  const setTheme = theme => {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    themeButton.textContent = `Colours: ${theme}`;
    root.classList.toggle('report-dark', inDark());
    for (const listener of listeners) listener();
  };
  let theme = themes.includes(kept.get('theme')) ? kept.get('theme') : 'system';
  setTheme(theme);
  themeButton.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    kept.set('theme', theme);
    setTheme(theme);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => setTheme(theme));
  document.querySelector('.report-tools').hidden = false;

  const codeButton = document.querySelector('.report-toggle');
  const codes = [...document.querySelectorAll('details.report-code:not(.report-source, .report-parameters)')];
  const showCode = shown => {
    for (const code of codes) code.open = shown;
    codeButton.setAttribute('aria-pressed', String(shown));
    codeButton.textContent = shown ? 'Hide all code' : 'Show all code';
  };
  if (codes.length === 0) codeButton.hidden = true;
  showCode(kept.get('code') === 'shown');
  codeButton.addEventListener('click', () => {
    const shown = codeButton.getAttribute('aria-pressed') !== 'true';
    kept.set('code', shown ? 'shown' : 'hidden');
    showCode(shown);
  });

  // The contents: open beside the text, a drawer above it.
  const drawer = document.querySelector('.report-contents details');
  const wide = matchMedia('(min-width: 1150px)');
  const place = () => (drawer.open = wide.matches);
  place();
  wide.addEventListener('change', place);
  const links = new Map(
    [...drawer.querySelectorAll('a')].flatMap(link => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return heading ? [[heading, link]] : [];
    }),
  );
  drawer.addEventListener('click', event => {
    if (!wide.matches && event.target.closest('a')) drawer.open = false;
  });
  const mark = () => {
    const atEnd = scrollY + innerHeight >= root.scrollHeight - 2;
    let here;
    for (const heading of links.keys())
      if (atEnd || heading.getBoundingClientRect().top < innerHeight / 4) here = heading;
    for (const [heading, link] of links) {
      link.classList.toggle('here', heading === here);
      if (heading === here) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  let marking = false;
  const markSoon = () => {
    if (marking) return;
    marking = true;
    requestAnimationFrame(() => {
      marking = false;
      mark();
    });
  };
  addEventListener('scroll', markSoon, { passive: true });
  mark();

  // What scrolls by itself can be scrolled by keyboard, and nothing else stops there.
  const scrollers = document.querySelectorAll(
    '.jp-OutputArea-output, .report-wide, .highlight pre, .jp-RenderedHTMLCommon pre, .report-math',
  );
  const inline = document.querySelectorAll('main .report-math[data-math^="inline"]');
  const reach = () => {
    const room = document.querySelector('main').clientWidth - 40;
    const long = [...inline].map(formula => formula.firstElementChild?.getBoundingClientRect().width > room);
    inline.forEach((formula, i) => formula.classList.toggle('report-long', long[i]));
    for (const one of scrollers) {
      const scrolls = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto';
      if (scrolls) one.tabIndex = 0;
      else one.removeAttribute('tabindex');
    }
  };
  new ResizeObserver(reach).observe(document.querySelector('main'));

  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };
  const copyButton = (label, textOf) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'report-copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', label);
    button.addEventListener('click', async () => {
      await copy(textOf());
      button.textContent = 'Copied';
      setTimeout(() => (button.textContent = 'Copy'), 1500);
    });
    return button;
  };
  for (const code of document.querySelectorAll('.highlight'))
    code.append(copyButton('Copy this code', () => code.querySelector('pre').textContent));

  // On paper every worked answer is open; afterwards all is as it was.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('.jp-RenderedHTMLCommon details:not([open])')];
    for (const answer of opened) answer.open = true;
  });
  addEventListener('afterprint', () => {
    for (const answer of opened) answer.open = false;
  });

  return { inDark, onTheme: listener => listeners.push(listener) };
})();
