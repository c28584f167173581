// tslab's converter, with what it lacks: source maps, `for await` at a cell's top level, diagnostics as TypeScript made them,
// and files of lib compiled again when a file that they import changed (tslab forgets the edited file alone, so that a
// gathering file goes on handing out the old functions).
const { normalize, relative } = require('node:path');
const ts = require('./typescript.cjs');
const { applyEdits } = require('./edits.cjs');
const { editsOfSource } = require('./cell-source.cjs');
const { editsOfCell, editsOfModule, holdsAwait } = require('./cell-code.cjs');
const { register, wayBack } = require('./positions.cjs');
const { compileAgain, tellOfChanges, tellOfNewFile, watchFilesOurselves } = require('./lib-files.cjs');
const { allowSecondTimer } = require('./second-timer.cjs');

/** @typedef {import('typescript').Diagnostic} Diagnostic */
/** @typedef {import('typescript').EmitAndSemanticDiagnosticsBuilderProgram} Builder */

/**
 * @typedef {object} Compiled
 * @property {Diagnostic[]} problems
 * @property {string} [output] The cell as the body of a function of `exports`, `require` and `__cell__`.
 * @property {(line: number, column: number) => { line: number, column: number } | null} [back] From a place in the output to
 *   the cell, all from 0.
 * @property {string} [declarations] Of all names there are after the cell.
 * @property {boolean} [isAsync]
 * @property {{ path: string, data: string }[]} [modules] Files of lib, compiled.
 */

/** tslab puts it before a cell: one line. */
const PREFIX = 'export {};\n';
const CELL = '__tslab__.ts';
/** "Cannot find module". */
const NO_MODULE = 2307;
/** "'await' expressions are only allowed within async functions": tslab sees by it that a cell awaits at its top level. */
const AWAIT = 1308;

class Compiler {
  constructor() {
    /** @type {Diagnostic[]} */
    this.raw = [];
    /** @type {Map<string, { back: NonNullable<Compiled['back']> }>} What became of a file, by the compiled text. */
    this.maps = new Map();
    /** @type {Set<string>} */
    this.files = new Set();
    /** @type {import('typescript').WatchOfFilesAndCompilerOptions<Builder> | null} */
    this.watch = null;
    this.replaceFunctions();
    allowSecondTimer();
    watchFilesOurselves();
    this.converter = require('tslab/dist/converter.js').createConverter({ isJS: false, isBrowser: false });
  }

  replaceFunctions() {
    const { createWatchCompilerHost, createWatchProgram, transpileModule, getPreEmitDiagnosticsOfFiles } =
      /** @type {any} */ (ts);
    Object.assign(ts, {
      /** @type {(files: string[], options: object, ...rest: unknown[]) => unknown} */
      createWatchCompilerHost: (files, options, ...rest) =>
        createWatchCompilerHost(files, { ...options, inlineSourceMap: true }, ...rest),
      createWatchProgram: (/** @type {unknown} */ host) => (this.watch = createWatchProgram(host)),
      /** @type {(code: string, options: import('typescript').TranspileOptions) => { outputText: string }} */
      transpileModule: (code, options) => ({ outputText: this.toCommonJs(transpileModule, code, options) }),
      getPreEmitDiagnosticsOfFiles: (/** @type {unknown[]} */ ...args) => {
        this.raw = getPreEmitDiagnosticsOfFiles(...args);
        // tslab takes `await` in a method for one at the top level.
        return this.raw.map(one => {
          return one.code === AWAIT && !isTopLevelAwait(one) ? { ...one, code: -AWAIT } : one;
        });
      },
    });
  }

  /**
   * Stands between tslab and the second of its two compilations, of a module to CommonJS.
   *
   * @param {typeof import('typescript').transpileModule} transpile
   * @param {string} code
   * @param {import('typescript').TranspileOptions} options
   */
  toCommonJs(transpile, code, options) {
    const [, comment = '', base64 = ''] =
      /(\/\/# sourceMappingURL=data:[^,]*,([\w+/=]*))\s*$/.exec(code) ?? [];
    if (!base64) return transpile(code, options).outputText;
    const toTypeScript = JSON.parse(Buffer.from(base64, 'base64').toString());
    const module = code.slice(0, code.lastIndexOf(comment));
    const isCell = toTypeScript.sources.some((/** @type {string} */ source) => source.endsWith(CELL));
    const { text, columnBefore } = applyEdits(module, isCell ? editsOfCell(module) : editsOfModule(module));
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const { outputText, sourceMapText = '' } = transpile(text, { ...options, compilerOptions });
    const output = outputText.replace(/\/\/# sourceMappingURL=\S*\s*$/, '');
    const toModule = JSON.parse(sourceMapText);
    let found;
    /** @type {NonNullable<Compiled['back']>} */
    const back = (line, column) =>
      (found ??= wayBack({ toModule, columnBefore, toTypeScript }))(line, column);
    this.maps.set(output, { back });
    return output;
  }

  /**
   * @param {string} declarations Of the names there are.
   * @param {string} code
   * @returns {Compiled}
   */
  compile(declarations, code) {
    const file = ts.createSourceFile('cell.ts', PREFIX + code, ts.ScriptTarget.Latest, true);
    const { parseDiagnostics = [] } =
      /** @type {{ parseDiagnostics?: import('typescript').DiagnosticWithLocation[] }} */ (
        /** @type {unknown} */ (file)
      );
    if (parseDiagnostics.length > 0) return { problems: parseDiagnostics };
    const spelled = applyEdits(PREFIX + code, editsOfSource(file));
    this.forgetChanged();
    this.maps.clear();
    this.raw = [];
    const convert = () => this.converter.convert(declarations, spelled.text.slice(PREFIX.length));
    let converted = convert();
    const missing = this.raw.filter(one => one.code === NO_MODULE);
    if (missing.filter(one => tellOfNewFile(one.file?.fileName ?? '', textOf(one))).length > 0)
      converted = convert();
    const program = this.watch?.getProgram();
    /** @type {{ path: string, data: string }[]} */
    const modules = converted.sideOutputs ?? [];
    for (const { path, data } of modules) this.learnModule(path, data, program);
    if (converted.diagnostics.length > 0) {
      // Places of the cell as it was written, before names were spelled out.
      const problems = this.raw
        .filter(one => one.file && !isTopLevelAwait(one))
        .map(one => (this.isCellFile(one.file) ? placed(one, spelled, file) : one));
      return { problems, modules: converted.sideOutputs };
    }
    const back = this.maps.get(converted.output ?? '')?.back;
    return {
      problems: [],
      output: converted.output,
      back: back && ((line, column) => inCell(back(line, column), spelled)),
      declarations: converted.declOutput,
      isAsync: converted.hasToplevelAwait || holdsAwait(file),
      modules: converted.sideOutputs,
    };
  }

  /**
   * A cell that is a module, with `@module NAME` in its first comment.
   *
   * @param {string} name
   * @param {string} code
   * @param {object} meta
   * @returns {Diagnostic[]}
   */
  addModule(name, code, meta) {
    /** @type {any[]} */
    const found = this.converter.addModule(name, code, meta);
    return found.map(one => ({
      ...one,
      file: undefined,
      start: undefined,
      length: undefined,
    }));
  }

  /** Files that changed since the last cell, and those that import them, are to be compiled again. */
  forgetChanged() {
    const changed = tellOfChanges();
    const builder = changed.length > 0 ? this.watch?.getProgram() : undefined;
    if (!builder) return;
    for (const name of this.files) {
      const source = builder.getSourceFile(name);
      if (!source || changed.includes(name)) continue;
      if (builder.getAllDependencies(source).some(one => changed.includes(one))) compileAgain(name);
    }
  }

  /**
   * @param {string} path Of the compiled file, which exists in memory only.
   * @param {string} data
   * @param {Builder | undefined} program
   */
  learnModule(path, data, program) {
    const source = [path.replace(/\.js$/, '.ts'), path].find(name => program?.getSourceFile(name));
    if (source) this.files.add(source);
    const back = this.maps.get(data)?.back;
    if (!back || !source) return;
    const shown = relative(process.cwd(), source);
    register(normalize(path), (line, column) => {
      const place = back(line - 1, column - 1);
      return place && { file: shown, line: place.line + 1, column: place.column + 1 };
    });
  }

  /** @param {import('typescript').SourceFile | undefined} file */
  isCellFile(file) {
    return file?.fileName.endsWith(CELL) === true;
  }
}

/**
 * @param {{ line: number, column: number } | null} place In the text that tslab compiled.
 * @param {import('./edits.cjs').Edited} spelled
 */
function inCell(place, spelled) {
  if (!place || place.line < 1) return null;
  return { line: place.line - 1, column: spelled.columnBefore(place.line, place.column) };
}

/**
 * A diagnostic of the text in which shorthand is spelled out, moved to the text that was written.
 *
 * @param {Diagnostic} diagnostic
 * @param {import('./edits.cjs').Edited} spelled
 * @param {import('typescript').SourceFile} file
 * @returns {Diagnostic}
 */
function placed(diagnostic, spelled, file) {
  const from = diagnostic.start ?? 0;
  /** @param {number} offset */
  const back = offset => {
    const before = spelled.text.slice(0, offset);
    const line = before.split('\n').length - 1;
    const column = spelled.columnBefore(line, offset - before.lastIndexOf('\n') - 1);
    const starts = file.getLineStarts();
    return line < starts.length ? Number(starts[line]) + column : file.text.length;
  };
  const start = back(from);
  return { ...diagnostic, file, start, length: Math.max(0, back(from + (diagnostic.length ?? 0)) - start) };
}

/**
 * What a diagnostic is of, without quotes.
 * @param {Diagnostic} diagnostic
 */
function textOf({ file, start = 0, length = 0 }) {
  return file?.text.slice(start + 1, start + length - 1) ?? '';
}

/** @param {Diagnostic} diagnostic */
function isTopLevelAwait({ code, file, start }) {
  if (code !== AWAIT || !file?.fileName.endsWith(CELL) || start === undefined) return false;
  /** @type {import('typescript').Node | undefined} */
  let node = /** @type {any} */ (ts).getTokenAtPosition(file, start);
  while (node && !ts.isSourceFile(node)) {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return false;
    node = node.parent;
  }
  return true;
}

module.exports = { Compiler, PREFIX };
