// Runs a program for the set-up and ends it, with all that it has started, when the set-up is gone, however that ended:
// standard input is a pipe that only the set-up holds. Started as the leader of a process group of its own.
import { spawn, spawnSync } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const windows = process.platform === 'win32';
let ending = false;

const child = start();
child.on('error', notStarted);
child.on('exit', (code, signal) => {
  if (ending) kill();
  if (signal) console.error(`${command} was ended by ${signal}`);
  process.exit(code ?? 1);
});
process.stdin.resume();
for (const event of ['end', 'error', 'close']) process.stdin.on(event, end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

function start() {
  try {
    return spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    // A file that is no program, for one.
    return notStarted(error);
  }
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function notStarted(error) {
  console.error(`${command} could not be started: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(127);
}

/** First the polite signal, then the one that none can refuse. */
function end() {
  if (ending) return;
  ending = true;
  if (windows) return kill();
  // 0 is this process's own group: the program, and what it has started.
  process.kill(0, 'SIGTERM');
  setTimeout(kill, 1500);
}

function kill() {
  if (windows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else process.kill(0, 'SIGKILL');
}
