// Two things that tslab does not bear in a cell, and that become others which mean the same here:
// `{ lambda }` becomes `{ lambda: lambda }`, because tslab rewrites the names of earlier cells to where it keeps them, but
// overlooks those in shorthand, which then fail with "lambda is not defined"; and `export const a = 1` loses its `export`,
// because tslab exports all of a cell's names itself.
const ts = require('./typescript.cjs');

/**
 * @param {import('typescript').SourceFile} file
 * @returns {import('./edits.cjs').Edit[]}
 */
function editsOfSource(file) {
  /** @type {import('./edits.cjs').Edit[]} */
  const edits = [];
  /** @param {import('typescript').Node} node */
  const visit = node => {
    if (ts.isShorthandPropertyAssignment(node))
      edits.push({ at: node.name.end, text: `: ${node.name.text}` });
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    const [first, second] = modifiers ?? [];
    if (first?.kind !== ts.SyntaxKind.ExportKeyword || second?.kind === ts.SyntaxKind.DefaultKeyword)
      continue;
    const at = first.getStart(file);
    edits.push({ at, remove: first.end - at, text: '' });
  }
  return edits;
}

module.exports = { editsOfSource };
