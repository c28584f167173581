import { readFileSync } from 'node:fs';

// As it was before the set-up, during which npm may end.
const { ppid } = process;
const npm = shellsParent(ppid);
/** The usual exit codes. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Calls `stop` once, with the exit code that is usual: on a signal, and when the npm that started this command is gone.
 * npm passes a signal on to its shell alone, and nothing when it is killed.
 * @param {(code: number) => void} stop
 * @param {(keyof typeof codes)[]} [signals]
 */
export function onStop(stop, signals = ['SIGHUP', 'SIGINT', 'SIGTERM']) {
  let stopped = false;
  /** @param {number} code */
  const once = code => {
    if (!stopped) stop(code);
    stopped = true;
  };
  // Ctrl+C reaches the command twice: from the terminal, and passed on by npm.
  for (const signal of signals) process.on(signal, () => once(codes[signal]));
  // A command that was started otherwise may outlive its shell (nohup).
  if (process.env.npm_lifecycle_event === undefined) return;
  const isGone = () => process.ppid !== ppid || (npm !== undefined && shellsParent(ppid) !== npm);
  setInterval(() => isGone() && once(codes.SIGTERM), 250).unref();
}

/**
 * The parent of npm's `sh -c`; undefined where the process is no such shell, or the system does not tell.
 * @param {number} pid
 */
function shellsParent(pid) {
  try {
    if (!/^\S*sh\0(?:-\w+\0)*-c\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) return undefined;
    return /^\d+ \(.*\) \w (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
