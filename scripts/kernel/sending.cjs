// Every message leaves, at once and in order. zeromq answers up to 512 sends between two turns of the event loop at once;
// then it refuses all but one, which tslab does not see: the output is lost, with the message that the cell has ended. A
// publisher whose queue is full drops messages besides.

/** @param {any} socket One of zeromq's, before it is bound. */
function sendAtOnce(socket) {
  if (!('sendTimeout' in socket)) return;
  socket.sendTimeout = 0; // try now, never wait
  socket.sendHighWaterMark = 0; // no limit, so that trying succeeds
}

module.exports = { sendAtOnce };
