/**
 * Of what JupyterLab writes at its start the reader gets one line, the address; warnings and errors pass as they are.
 * @param {NodeJS.ReadableStream} from JupyterLab's standard error
 * @param {(line: string) => void} say
 * @param {number} usualPort where it is when nobody took it
 */
export function sayAddress(from, say, usualPort) {
  let [rest, inBlock, address] = ['', false, ''];
  /** @type {NodeJS.Timeout | undefined} */
  let waiting;
  const tell = () => {
    clearTimeout(waiting);
    if (address !== '') {
      const port = Number(/:(\d+)\//.exec(address)?.[1] ?? usualPort);
      const taken = port === usualPort ? '' : ` (port ${usualPort} is taken)`;
      say(`JupyterLab is running at ${address}${taken}\nCtrl+C twice ends it.`);
    }
    [inBlock, address] = [false, ''];
  };
  /** @param {string} line */
  const read = line => {
    if (/^\[C .*\]\s*$/.test(line)) {
      inBlock = true;
      return;
    }
    if (!inBlock) {
      if (line.trim() !== '') say(line);
      return;
    }
    const found = /^\s+(https?:\/\/\S+)/.exec(line)?.[1];
    if (found !== undefined) {
      address = found;
      // The last of several, and nothing need follow it.
      clearTimeout(waiting);
      waiting = setTimeout(tell, 200);
    } else if (/^\S/.test(line)) {
      tell();
      read(line);
    }
  };
  from.on('data', bytes => {
    const lines = (rest + String(bytes)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) read(line);
  });
  from.on('end', () => {
    if (rest !== '') read(rest);
    tell();
  });
}
