/**
 * Of what JupyterLab writes the reader gets one line, the address; warnings and errors pass as they are, information does not.
 *
 * JupyterLab tells its address as information, and once more as "critical", with the token, where it made one itself.
 * @param {NodeJS.ReadableStream} from JupyterLab's standard error
 * @param {(line: string) => void} say
 * @param {number} usualPort where it is when nobody took it
 */
export function sayAddress(from, say, usualPort) {
  let [rest, address] = ['', ''];
  /** @type {'passes' | 'dropped' | 'announced' | 'block'} what the line before was, and its indented ones are */
  let state = 'passes';
  /** @type {NodeJS.Timeout | undefined} */
  let waiting;
  const tell = () => {
    clearTimeout(waiting);
    if (address === '') return;
    const port = Number(/:(\d+)\//.exec(address)?.[1] ?? usualPort);
    const taken = port === usualPort ? '' : ` (port ${usualPort} is taken)`;
    say(`JupyterLab is running at ${address}${taken}\nCtrl+C twice ends it.`);
    address = '';
  };
  /** @param {string} line */
  const read = line => {
    // A line of its own, after the mark of information or indented.
    const found = /^(?:\[I [^\]]*\])?\s+(https?:\/\/\S+)$/.exec(line)?.[1];
    if (/^\[I /.test(line)) {
      state = line.includes('is running at:') || (state === 'announced' && found) ? 'announced' : 'dropped';
    } else if (/^\[C .*\]\s*$/.test(line)) state = 'block';
    else if (/^\S/.test(line)) state = 'passes';
    if (state === 'passes') {
      if (line.trim() !== '') say(line);
    } else if (state !== 'dropped' && found !== undefined) {
      address = found;
      // The last of several counts, and nothing need follow it.
      clearTimeout(waiting);
      waiting = setTimeout(tell, 400);
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
