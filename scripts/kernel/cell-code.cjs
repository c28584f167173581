// What is changed in the JavaScript that TypeScript makes of a cell or of a file of lib, before it runs.
//
// 1. tslab keeps a cell's variables as properties of an object behind a Proxy and writes each of their values twice: a loop
//    at a cell's top level is hundreds of times slower than in a function, and a cell that fails leaves nothing. Here they
//    are plain variables of the cell's function, and `__cell__.declare` gets their getters and setters for later cells.
// 2. tslab only stops waiting for an interrupted cell, the rest of which runs on. Here each `await` asks the run that it
//    belongs to, when it goes on, whether that was stopped (`__cell__` at the top level, `__run` in functions); in cells
//    also before each `await` and after each statement with one.
const ts = require('./typescript.cjs');

/** @typedef {import('typescript').Node} Node */
/** @typedef {import('./edits.cjs').Edit} Edit */

/**
 * @param {string} code An ECMAScript module.
 * @returns {Edit[]}
 */
function editsOfModule(code) {
  return new AwaitEdits(parse(code), false).edits;
}

/**
 * @param {string} code An ECMAScript module, with tslab's `export { its variables };` at the end and the last expression's
 *   value as `export const tsLastExpr`.
 * @returns {Edit[]}
 */
function editsOfCell(code) {
  const file = parse(code);
  /** @type {Edit[]} */
  const edits = [];
  /** @type {Map<string, string>} */
  const locals = new Map();
  const imported = importedNames(file);
  for (const statement of file.statements) {
    const at = statement.getStart(file);
    if (ts.isExportDeclaration(statement)) {
      // From elsewhere: tslab declares nothing for the cells to come, so only the file is run.
      const from = statement.moduleSpecifier ? `import ${statement.moduleSpecifier.getText(file)};` : ';';
      edits.push({ at, remove: statement.end - at, text: from });
      if (from !== ';' || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
      for (const { name, propertyName } of statement.exportClause.elements)
        locals.set(name.text, (propertyName ?? name).text);
    } else if (ts.isVariableStatement(statement) && isExported(statement)) {
      const [variable] = statement.declarationList.declarations;
      if (!variable?.initializer || !variable.name.getText(file).startsWith('tsLastExpr')) continue;
      edits.push({ at, remove: variable.initializer.getStart(file) - at, text: '__cell__.last = ' });
    }
  }
  const accessors = [...locals].map(([name, local]) => {
    const get = `get ${name}() { return ${local}; }`;
    return imported.has(local) ? get : `${get}, set ${name}(__value) { ${local} = __value; }`;
  });
  const awaits = new AwaitEdits(file, true).edits;
  return [{ at: 0, text: `__cell__.declare({ ${accessors.join(', ')} }); ` }, ...edits, ...awaits];
}

/** @param {string} code */
function parse(code) {
  return ts.createSourceFile('code.mjs', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
}

/** @param {import('typescript').VariableStatement} statement */
function isExported(statement) {
  return statement.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword);
}

/** @param {import('typescript').SourceFile} file */
function importedNames(file) {
  const names = new Set();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) names.add(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
    else namedBindings?.elements.forEach(element => names.add(element.name.text));
  }
  return names;
}

/** The second kind of changes: see above. */
class AwaitEdits {
  /**
   * @param {import('typescript').SourceFile} file
   * @param {boolean} isCell
   */
  constructor(file, isCell) {
    this.file = file;
    this.isCell = isCell;
    /** @type {Edit[]} */
    this.edits = [];
    ts.forEachChild(file, node => this.visit(node, isCell ? '__cell__' : ''));
  }

  /**
   * @param {Node} node
   * @param {string} run The name of the run here; '' in functions that cannot await.
   */
  visit(node, run) {
    if (ts.isFunctionLike(node)) return this.visitFunction(node);
    if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) {
      ts.forEachChild(node, child => this.visit(child, ''));
      return;
    }
    if (!run || !holdsAwait(node)) {
      ts.forEachChild(node, child => this.visit(child, run));
      return;
    }
    const loop = ts.isIterationStatement(node, false) ? node.statement : null;
    const isForAwait = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
    const check = isForAwait ? `${run}.back();` : `${run}.check();`;
    const wrapped = this.isCell && isLoneStatement(node);
    if (wrapped) this.insert(node.getStart(this.file), '{ ');
    if (ts.isAwaitExpression(node)) {
      const start = node.expression.getStart(this.file);
      this.insert(node.getStart(this.file), `${run}.back(`);
      if (this.isCell) this.insert(start, `(${run}.check(), `);
      ts.forEachChild(node, child => this.visit(child, run));
      this.insert(node.end, this.isCell ? '))' : ')');
      return;
    }
    const atBody = loop && (isForAwait || this.isCell);
    if (atBody && ts.isBlock(loop)) this.insert(loop.getStart(this.file) + 1, check);
    else if (atBody) this.insert(loop.getStart(this.file), `{ ${check} `);
    ts.forEachChild(node, child => this.visit(child, run));
    if (atBody && !ts.isBlock(loop)) this.insert(loop.end, ' }');
    if (this.isCell && (wrapped || isListedStatement(node))) this.insert(node.end, ` ${run}.check();`);
    if (wrapped) this.insert(node.end, ' }');
  }

  /** @param {import('typescript').SignatureDeclaration} node */
  visitFunction(node) {
    const body = 'body' in node ? /** @type {Node | undefined} */ (node.body) : undefined;
    const isAsync = ts.getCombinedModifierFlags(/** @type {any} */ (node)) & ts.ModifierFlags.Async;
    const run = isAsync && body && holdsAwait(body) ? '__run' : '';
    const enter = ' const __run = __kernel__.run;';
    if (run && body && ts.isBlock(body)) {
      // After 'use strict', which counts as the first statement only.
      const directive = body.statements.findIndex(
        one => !(ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression)),
      );
      const at = directive > 0 ? body.statements[directive - 1]?.end : body.getStart(this.file) + 1;
      this.insert(at ?? body.getStart(this.file) + 1, enter);
    } else if (run && body) {
      this.insert(body.getStart(this.file), `{${enter} return `);
    }
    ts.forEachChild(node, child => this.visit(child, child === body ? run : ''));
    if (run && body && !ts.isBlock(body)) this.insert(body.end, '; }');
  }

  /**
   * @param {number} at
   * @param {string} text
   */
  insert(at, text) {
    this.edits.push({ at, text });
  }
}

/**
 * Does it await in its own function?
 * @param {Node} node
 * @returns {boolean}
 */
function holdsAwait(node) {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  return ts.forEachChild(node, child => (ts.isFunctionLike(child) ? false : holdsAwait(child))) ?? false;
}

/** @param {Node} node */
function isPlainStatement(node) {
  return (
    ts.isStatement(node) &&
    !ts.isBlock(node) &&
    !ts.isReturnStatement(node) &&
    !ts.isThrowStatement(node) &&
    !ts.isClassDeclaration(node)
  );
}

/**
 * A statement in a list of statements.
 * @param {Node} node
 */
function isListedStatement(node) {
  const { parent } = node;
  const inList = ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent);
  return inList && isPlainStatement(node);
}

/**
 * A statement without braces under `if`, `else` or a loop (whose body the loop itself puts into braces).
 * @param {Node} node
 */
function isLoneStatement(node) {
  return ts.isIfStatement(node.parent) && node !== node.parent.expression && isPlainStatement(node);
}

module.exports = { editsOfCell, editsOfModule, holdsAwait };
