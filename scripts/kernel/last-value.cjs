// tslab prints the value of a cell's last expression to standard output. Here it becomes Jupyter's `execute_result`, with
// the cell's number, in the formats that show-value.cjs gives.
const { format } = require('node:util');
const jupyter = require('tslab/dist/jupyter.js');
const executor = require('tslab/dist/executor.js');
const { bundleOf } = require('./show-value.cjs');

/** @param {unknown} value */
function bundleOrText(value) {
  try {
    return bundleOf(value);
  } catch (error) {
    // A value that cannot be shown must not break its cell.
    return { data: { 'text/plain': `(a value that cannot be shown: ${format(error)})` }, metadata: {} };
  }
}

function showLastValues() {
  const { handleExecute } = jupyter.ZmqServer.prototype;
  /** @type {(this: any, socket: unknown, message: any) => Promise<void>} */
  jupyter.ZmqServer.prototype.handleExecute = function (socket, message) {
    const { handler } = this;
    const server = Object.create(this, {
      handler: {
        value: {
          /** @type {(request: any, writeStream: any, writeData: any) => unknown} */
          handleExecute: (request, writeStream, writeData) => {
            const write = Object.assign(writeData, {
              result: /** @type {(value: unknown) => void} */ (() => {}),
            });
            write.result = (/** @type {unknown} */ value) => {
              const bundle = bundleOrText(value);
              if (!bundle) return;
              const reply = message.createReply();
              reply.header.msg_type = 'execute_result';
              reply.content = { execution_count: handler.execCount, ...bundle };
              reply.signAndSend(this.connInfo.key, this.iopub);
            };
            return handler.handleExecute(request, writeStream, write);
          },
        },
      },
    });
    return handleExecute.call(server, socket, message);
  };
  const { createExecutor } = executor;
  // tslab calls `log` for nothing else.
  executor.createExecutor = (root, converters, console) => {
    /** @type {(value: unknown) => void} */
    const log = value => /** @type {any} */ (jupyter.lastWriteDisplayData)?.result(value);
    return createExecutor(root, converters, { ...console, log });
  };
}

module.exports = { showLastValues };
