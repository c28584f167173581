// The variables of all cells. tslab copies values out of a cell and learns its names only when it has succeeded; here they
// stay variables of their cell, behind getters and setters, and a cell that fails keeps those that it came to declare.
const { keepNamesInImport } = require('tslab/dist/converter.js');
const ts = require('./typescript.cjs');

class Variables {
  constructor() {
    this.values = {};
    /**
     * Where compiled cells look for the names of earlier cells. Getters and setters are ten times faster on a prototype: V8
     * keeps the object itself as a hash table.
     */
    this.scope = Object.create(this.values);
    /** Their types, as a .d.ts file. */
    this.declarations = '';
  }

  /**
   * Adds a cell's names while it runs: as long as one has no value yet, an earlier variable of that name is in force.
   * @param {object} accessors
   */
  begin(accessors) {
    const added = Object.getOwnPropertyDescriptors(accessors);
    const names = Object.keys(added);
    const earlier = new Map(names.map(name => [name, Object.getOwnPropertyDescriptor(this.values, name)]));
    for (const name of names) {
      const get = () => {
        try {
          return added[name]?.get?.();
        } catch (error) {
          const old = earlier.get(name);
          if (!old) throw error;
          return old.get ? old.get() : old.value;
        }
      };
      Object.defineProperty(this.values, name, { ...added[name], configurable: true, get });
    }
    return { added, earlier };
  }

  /**
   * @param {ReturnType<Variables['begin']>} begun
   * @param {string} declarations Of all names there would be if the cell had succeeded.
   */
  end({ added, earlier }, declarations) {
    const missing = new Set();
    for (const [name, accessor] of Object.entries(added)) {
      try {
        accessor.get?.();
        Object.defineProperty(this.values, name, { ...accessor, configurable: true });
      } catch {
        missing.add(name);
        const old = earlier.get(name);
        if (old) Object.defineProperty(this.values, name, old);
        else Reflect.deleteProperty(this.values, name);
      }
    }
    if (missing.size > 0) {
      const here = selectDeclarations(declarations, name => !missing.has(name));
      declarations = here + selectDeclarations(this.declarations, name => missing.has(name));
    }
    this.declarations = declarations;
  }
}

/**
 * @param {string} text
 * @param {(name: string) => boolean} wanted
 */
function selectDeclarations(text, wanted) {
  const file = ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.Latest, true);
  const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
  let selected = '';
  for (const statement of file.statements) {
    const names = namesOf(statement).filter(wanted);
    if (names.length === 0) continue;
    if (ts.isVariableStatement(statement)) {
      const list = statement.declarationList;
      const kept = list.declarations.filter(one => names.includes(one.name.getText(file)));
      const flag = list.flags & ts.NodeFlags.BlockScoped;
      const changed = ts.factory.createVariableStatement(
        statement.modifiers,
        ts.factory.createVariableDeclarationList(kept, flag),
      );
      selected += `${printer.printNode(ts.EmitHint.Unspecified, changed, file)}\n`;
    } else {
      if (ts.isImportDeclaration(statement) && statement.importClause)
        keepNamesInImport(statement, /** @type {Set<any>} */ (new Set(names)));
      selected += `${printer.printNode(ts.EmitHint.Unspecified, statement, file)}\n`;
    }
  }
  return selected;
}

/**
 * @param {import('typescript').Statement} statement
 * @returns {string[]}
 */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(one => one.name.getText());
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const rest = !namedBindings
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name.text]
        : namedBindings.elements.map(element => element.name.text);
    return name ? [name.text, ...rest] : rest;
  }
  const { name } = /** @type {{ name?: import('typescript').Identifier }} */ (
    /** @type {unknown} */ (statement)
  );
  return name ? [name.text] : [];
}

module.exports = { Variables };
