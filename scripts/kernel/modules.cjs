// The files of lib as modules in memory. Unlike tslab's: a file whose code changed is loaded anew together with all that
// require it, directly or not, and nothing else is; files may import each other in a circle; one whose loading was
// interrupted is not taken for loaded.
const Module = require('node:module');
const path = require('node:path');
const { guarded } = require('./interrupt.cjs');

class LibModules {
  /** @param {string} root */
  constructor(root) {
    /** @type {Map<string, string>} */
    this.code = new Map();
    /** @type {Map<string, NodeModule>} */
    this.loaded = new Map();
    /** @type {Map<string, Set<string>>} Who required a file. */
    this.users = new Map();
    this.require = this.requireFrom(Module.createRequire(path.join(root, 'src.js')), root, '');
  }

  /** @param {{ path: string, data: string }[]} outputs */
  update(outputs) {
    for (const { path: name, data } of outputs) {
      const file = path.normalize(name);
      if (this.code.get(file) === data) continue;
      this.code.set(file, data);
      this.forget(file);
    }
  }

  /** @param {string} file */
  forget(file) {
    const users = this.users.get(file) ?? [];
    this.loaded.delete(file);
    this.users.delete(file);
    for (const user of users) this.forget(user);
  }

  /** After a cell was ended by force. */
  forgetHalfLoaded() {
    for (const [file, module] of [...this.loaded]) if (!module.loaded) this.forget(file);
  }

  /**
   * @param {(id: string) => unknown} original
   * @param {string} folder
   * @param {string} user
   */
  requireFrom(original, folder, user) {
    return new Proxy(original, {
      apply: (_target, self, args) => {
        const [id] = args;
        if (id === 'tslab') return require('tslab');
        const file = typeof id === 'string' ? this.find(path.resolve(folder, id)) : undefined;
        if (file === undefined) return guarded(() => Reflect.apply(original, self, args));
        const users = this.users.get(file) ?? new Set();
        this.users.set(file, users);
        if (user) users.add(user);
        return this.load(file).exports;
      },
    });
  }

  /** @param {string} file */
  find(file) {
    return [file, `${file}.js`].find(name => this.code.has(name));
  }

  /** @param {string} file */
  load(file) {
    const known = this.loaded.get(file);
    if (known) return known;
    const made = /** @type {any} */ (new Module(file, /** @type {any} */ (module)));
    made.filename = file;
    made.paths = /** @type {any} */ (Module)._nodeModulePaths(path.dirname(file));
    made.require = this.requireFrom(made.require.bind(made), path.dirname(file), file);
    this.loaded.set(file, made);
    try {
      made._compile(this.code.get(file), file);
      made.loaded = true;
    } finally {
      if (!made.loaded) this.forget(file);
    }
    return /** @type {NodeModule} */ (made);
  }
}

module.exports = { LibModules };
