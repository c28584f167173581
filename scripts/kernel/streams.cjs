// Standard output and error of the cells. tslab sends one message per write, of which a burst is lost, the end of the cell
// with it. Here the writes of some 30 ms are joined; whatever else is shown goes after them.
const { StringDecoder } = require('node:string_decoder');

const EVERY = 30; // milliseconds

/** @typedef {'stdout' | 'stderr'} StreamName */

class Streams {
  /** @param {(name: StreamName, text: string) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {{ name: StreamName, texts: string[] }[]} */
    this.pending = [];
    this.flushed = -Infinity;
    /** @type {NodeJS.Timeout | null} */
    this.timer = null;
  }

  /** Takes the place of the process's own. */
  install() {
    process.stdout.write = this.writer('stdout');
    process.stderr.write = this.writer('stderr');
  }

  /**
   * @param {StreamName} name
   * @returns {typeof process.stdout.write}
   */
  writer(name) {
    // A character may be cut in two by the end of a buffer.
    const decoder = new StringDecoder('utf8');
    return (
      /** @type {Uint8Array | string} */ chunk,
      /** @type {any} */ encoding,
      /** @type {any} */ callback,
    ) => {
      const done = typeof encoding === 'function' ? encoding : callback;
      const isText =
        typeof chunk === 'string' && (typeof encoding !== 'string' || /^utf-?8$/i.test(encoding));
      const bytes = () => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
      this.add(name, isText ? /** @type {string} */ (chunk) : decoder.write(bytes()));
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
  }

  /**
   * @param {StreamName} name
   * @param {string} text
   */
  add(name, text) {
    if (text === '') return;
    const last = this.pending.at(-1);
    if (last?.name === name) last.texts.push(text);
    else this.pending.push({ name, texts: [text] });
    // A loop that never lets the event loop turn is heard of, too.
    if (performance.now() - this.flushed > EVERY) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), EVERY);
  }

  flush() {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.flushed = performance.now();
    for (const { name, texts } of this.pending.splice(0)) this.send(name, texts.join(''));
  }
}

module.exports = { Streams };
