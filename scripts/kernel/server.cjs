// The kernel's side of Jupyter's messages, on tslab's sockets.
//
// tslab answers a failed cell without name and message, drops what arrives within 0.2 s of it, calls the kernel idle while a
// cell waits in the queue, and knows neither `execute_input` nor `execute_result`.
const jupyter = require('tslab/dist/jupyter.js');
const { format } = require('node:util');
const { fromThrown } = require('./errors.cjs');
const { sendAtOnce } = require('./sending.cjs');
const { bundleOf } = require('./show-value.cjs');
const { Streams } = require('./streams.cjs');

/** How long an error's answer waits for cells that are on their way already, in milliseconds. */
const ON_THE_WAY = 200;

/** @typedef {any} Message One of tslab's. */
/** @typedef {import('./errors.cjs').JupyterError} JupyterError */

// Much of it is private to TypeScript.
const ZmqServer = /** @type {new (...args: any[]) => any} */ (/** @type {unknown} */ (jupyter.ZmqServer));

class Server extends ZmqServer {
  /**
   * @param {import('./cells.cjs').Cells} cells
   * @param {string} configPath
   */
  constructor(cells, configPath) {
    super(new jupyter.JupyterHandlerImpl(/** @type {any} */ (cells), false), configPath);
    this.cells = cells;
    this.count = 0;
    /** @type {{ socket: unknown, message: Message, done: () => void, wasIdle: boolean }[]} */
    this.queue = [];
    this.closed = false;
    /** The request whose cell runs. */
    this.current = /** @type {Message | null} */ (null);
    /** Where output goes: under the cell that runs, or that ran last. */
    this.parent = /** @type {Message | null} */ (null);
    /** @type {Map<import('./run.cjs').Run['number'], Message>} */
    this.requests = new Map();
    /** An error of an earlier cell that came up while another one ran. */
    this.late = /** @type {JupyterError | null} */ (null);
    /** @type {any} */
    this.Message = null;
    this.streams = new Streams((name, text) => this.publish('stream', { name, text }));
    this.streams.install();
    cells.onLateError = (error, run) => this.showLateError(error, run.number);
    jupyter.lastWriteDisplayData = (/** @type {object} */ content, /** @type {boolean} */ update) => {
      this.streams.flush();
      this.publish(update ? 'update_display_data' : 'display_data', content);
    };
  }

  /** @param {any} socket @param {number} port */
  async bindSocket(socket, port) {
    sendAtOnce(socket);
    await super.bindSocket(socket, port);
  }

  /**
   * @param {string} type
   * @param {object} content
   * @param {Message} [parent]
   */
  publish(type, content, parent = this.parent) {
    if (parent) this.send(parent, type, content, this.iopub);
  }

  /**
   * @param {Message} parent
   * @param {string} type
   * @param {object} content
   * @param {unknown} socket
   */
  send(parent, type, content, socket) {
    if (this.closed) return;
    const message = parent.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(this.connInfo.key, socket);
  }

  /**
   * tslab calls it when a message comes and when it is dealt with. A cell in the queue has not begun yet; and while a cell
   * runs, a completion in between does not make the kernel idle.
   *
   * @param {string} status
   * @param {Message} parent
   */
  publishStatus(status, parent) {
    this.Message = parent.constructor;
    if (parent.header.msg_type === 'execute_request') return;
    this.sayStatus(status, parent);
    if (status === 'idle' && this.current) this.sayStatus('busy', this.current);
  }

  /**
   * @param {string} status
   * @param {Message} parent
   */
  sayStatus(status, parent) {
    if (!this.closed) super.publishStatus(status, parent);
  }

  /**
   * @param {unknown} socket
   * @param {...Buffer} frames
   */
  async handleShellMessage(socket, ...frames) {
    const type = messageType(frames);
    if (type === 'history_request' || type === 'interrupt_request') {
      if (!this.Message) return;
      const message = this.Message.fromRaw(this.connInfo.key, frames);
      if (type === 'interrupt_request') process.kill(process.pid, 'SIGINT');
      const content = type === 'history_request' ? { status: 'ok', history: [] } : { status: 'ok' };
      this.publishStatus('busy', message);
      this.send(message, type.replace('request', 'reply'), content, socket);
      this.publishStatus('idle', message);
      return;
    }
    await super.handleShellMessage(socket, ...frames);
  }

  /**
   * @param {unknown} socket
   * @param {Message} message
   * @returns {Promise<void>}
   */
  handleExecute(socket, message) {
    return new Promise(done => {
      const wasIdle = this.queue.length === 0 && !this.current;
      this.queue.push({ socket, message, done, wasIdle });
      if (wasIdle) void this.work();
    });
  }

  async work() {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const { socket, message, done, wasIdle } = next;
      this.current = message;
      this.sayStatus('busy', message);
      try {
        await this.runRequest(socket, message, wasIdle);
      } finally {
        this.streams.flush();
        this.current = null;
        this.sayStatus('idle', message);
        done();
      }
    }
  }

  /**
   * @param {unknown} socket   * @param {Message} message
   * @param {boolean} wasIdle Nothing ran when it came.
   */
  async runRequest(socket, message, wasIdle) {
    const {
      code,
      silent = false,
      store_history: stored = true,
      stop_on_error: stops = true,
    } = message.content;
    if (stored && !silent) this.count++;
    const count = this.count;
    this.streams.flush();
    this.parent = message;
    this.requests.set(count, message);
    if (!silent) this.publish('execute_input', { code, execution_count: count });
    const errors = await this.cells.execute(code, { number: count, wasIdle }, value => {
      if (!silent) this.showResult(value, count);
    });
    this.streams.flush();
    const failure = errors[0] ?? this.late;
    this.late = null;
    if (!silent) for (const error of errors) this.publish('error', error);
    if (!failure) {
      const content = { status: 'ok', execution_count: count, payload: [], user_expressions: {} };
      this.send(message, 'execute_reply', content, socket);
      return;
    }
    if (stops) await this.abortQueued();
    this.send(message, 'execute_reply', { status: 'error', execution_count: count, ...failure }, socket);
  }

  /** After an error: cells that were asked for before anybody could know of it are not run. */
  async abortQueued() {
    await new Promise(done => setTimeout(done, ON_THE_WAY));
    for (const { socket, message, done } of this.queue.splice(0)) {
      this.sayStatus('busy', message);
      this.send(message, 'execute_reply', { status: 'aborted' }, socket);
      this.sayStatus('idle', message);
      done();
    }
    this.sayStatus('busy', this.current);
  }

  /**
   * @param {unknown} value
   * @param {number} count
   */
  showResult(value, count) {
    const bundle = bundleOrText(value);
    this.streams.flush();
    if (bundle) this.publish('execute_result', { execution_count: count, ...bundle });
  }

  /**
   * An error of a cell that has ended is shown under that cell; the one that runs now fails with it, so that "run all" stops.
   *
   * @param {JupyterError} error
   * @param {number} number
   */
  showLateError(error, number) {
    this.streams.flush();
    this.publish('error', error, this.requests.get(number) ?? this.parent);
    if (this.current) this.late ??= error;
  }
  close() {
    this.closed = true;
    super.close();
    // Nothing that a cell left running keeps the process alive.
    setTimeout(() => process.exit(0), 100);
  }
}

/** @param {Buffer[]} frames */
function messageType(frames) {
  const delimiter = frames.findIndex(one => one.toString() === '<IDS|MSG>');
  return String(JSON.parse(frames[delimiter + 2]?.toString() ?? '{}').msg_type);
}

/** @param {unknown} value */
function bundleOrText(value) {
  try {
    return bundleOf(value);
  } catch (error) {
    // A value that cannot be shown must not break its cell.
    const { ename, evalue } = fromThrown(error, () => undefined);
    return {
      data: { 'text/plain': format('(a value that cannot be shown: %s: %s)', ename, evalue) },
      metadata: {},
    };
  }
}

module.exports = { Server };
