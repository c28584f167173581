import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Why tests that look for left processes cannot run here; false where they can. */
export const noProcessList = !existsSync('/proc/self/environ') && 'this system has no /proc';

export interface Process {
  pid: number;
  command: string;
}

/** The running processes that were started, by whomever, with `VIB_TEST_RUN=mark` in their environment. */
export function processesOf(mark: string): Process[] {
  const text = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // It ended meanwhile, or is another user's.
    }
  };
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && text(pid, 'environ').split('\0').includes(`VIB_TEST_RUN=${mark}`))
    .map(pid => ({ pid: Number(pid), command: text(pid, 'cmdline').split('\0').join(' ').trim() }))
    .filter(({ command }) => command !== '');
}

/** Waits for something to become true; fails, with what is then there, where it does not in two minutes. */
export async function eventually<T>(look: () => T, isRight: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + 120_000;
  for (;;) {
    const seen = look();
    if (isRight(seen)) return seen;
    if (Date.now() > end) throw new Error(`after two minutes: ${JSON.stringify(seen)}`);
    await new Promise(done => setTimeout(done, 100));
  }
}
