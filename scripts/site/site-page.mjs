/**
 * A report as a page of a site: its styles and scripts in files that all pages share.
 *
 * @param {string} html a report, or another page of ours, which is one file
 * @param {{asset: (kind: 'css' | 'js', text: string) => string, top: string}} site asset: writes a file once, and says its name
 */
export function sitePage(html, { asset, top }) {
  const withStyles = html.replace(/<style>([^]*?)<\/style>/g, (all, text) =>
    // A small one is not worth a request.
    text.length < 1000 ? all : `<link rel="stylesheet" href="${asset('css', text)}">`,
  );
  const withScripts = withStyles.replace(
    /<script>([^]*?)<\/script>/g,
    (_all, text) => `<script src="${asset('js', text)}" defer></script>`,
  );
  return withScripts
    .replace(/(<meta\b[^>]*content=")([^"]*)("[^>]*http-equiv="Content-Security-Policy")/, relaxed)
    .replace(/(<meta\b[^>]*http-equiv="Content-Security-Policy"[^>]*content=")([^"]*)(")/, relaxed)
    .replace(/<main\b[^>]*>/, main => (main.includes('report-text') ? `${main}${top}` : `${top}${main}`));
}

/**
 * Files of the site in place of hashes: nothing else runs, and nothing is fetched from elsewhere.
 * @param {string} _all
 * @param {string} before
 * @param {string} policy
 * @param {string} after
 */
function relaxed(_all, before, policy, after) {
  const rules = policy.split('; ').map(rule => {
    if (rule.startsWith('script-src '))
      return rule === "script-src 'none'" ? rule : "script-src 'self' file:";
    if (rule.startsWith('style-src ')) return "style-src 'self' file: 'unsafe-inline'";
    if (rule.startsWith('form-action ')) return "form-action 'self' file:";
    return rule;
  });
  return before + rules.join('; ') + after;
}
