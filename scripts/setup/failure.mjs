import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, relative } from 'node:path';
import { messageOf, root } from './paths.mjs';

/** A failure told to people: what failed, why (may be empty, when the first line says it), and what mends it. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {string} why
   * @param {string} fix
   */
  constructor(what, why, fix) {
    super(what);
    this.why = why;
    this.fix = fix;
  }
}

/**
 * The causes that lie outside the set-up, as npm, pip, g++ and Node itself name them; the first that matches counts, so what
 * others follow from comes first.
 * @type {{pattern: RegExp, what: string, fix: (line: string) => string}[]}
 */
const causes = [
  {
    pattern: /\bENOSPC\b|no space left on device|Errno 28\b|not enough space/i,
    what: 'the disk is full',
    fix: () => `Free 2 GB (df -h ${quoted(root)} shows what is left), then: npm run setup`,
  },
  {
    pattern: /\bEDQUOT\b|quota exceeded|Errno 122\b/i,
    what: 'the quota of this user on the disk is used up',
    fix: () => 'Free 2 GB of it (quota -s shows it), then: npm run setup',
  },
  {
    pattern: /\bEROFS\b|read-only file system|Errno 30\b/i,
    what: 'the file system is read-only',
    fix: () =>
      `Make ${root} writable (mount -o remount,rw), or clone again where you may write; then: npm run setup`,
  },
  {
    pattern: /\bEACCES\b|\bEPERM\b|permission denied|operation not permitted|Errno 1?3\b|Errno 1\b/i,
    what: 'this user may not write or read there',
    fix: line =>
      `${ownerOf(line)}sudo chown -R ${userName()} ${quoted(root)} && chmod -R u+rwX ${quoted(root)}, then: npm run setup`,
  },
  {
    pattern: /\bEMFILE\b|\bENFILE\b|too many open files|Errno 2[34]\b/i,
    what: 'too many files are open',
    fix: () => 'ulimit -n 4096, then: npm run setup',
  },
  {
    pattern:
      /\bENOMEM\b|\bEAGAIN\b|cannot allocate memory|out of memory|MemoryError|Killed signal|\bSIGKILL\b/i,
    what: 'memory (or the number of processes) did not suffice, or a program was killed',
    fix: () => 'Close other programs (free -h and ulimit -u show the limits), then: npm run setup',
  },
  {
    pattern:
      /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|CERTIFICATE_VERIFY_FAILED|CERT_HAS_EXPIRED|ERR_TLS_CERT/i,
    what: 'the certificate of the server was not accepted',
    fix: () =>
      "Check the clock; behind a company's proxy name its certificate: NODE_EXTRA_CA_CERTS=ca.pem PIP_CERT=ca.pem npm run setup",
  },
  {
    pattern:
      /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|UND_ERR_\w+)\b|name resolution|Name or service not known|Failed to establish a new connection|Network is unreachable|Connection (timed out|refused|reset)|ProxyError|Max retries exceeded|Read timed out/i,
    what: 'the network or the server does not answer',
    fix: () =>
      'Check the connection (npm ping; python3 -m pip download six), the proxy and the registry named, then: npm run setup',
  },
  {
    pattern: /\bEINTEGRITY\b|DO NOT MATCH THE HASHES/i,
    what: 'what was downloaded is not what the lock file names',
    fix: () => 'npm run setup once more; if it stays, ask for the registry or proxy in between',
  },
];

/**
 * The cause that a program's output, or an error's text, tells of.
 * @param {string} text
 * @returns {{what: string, line: string, fix: string} | null} line: where it is said, not longer than 200 letters
 */
export function knownCause(text) {
  const lines = text.split('\n').filter(line => line.trim());
  for (const { pattern, what, fix } of causes) {
    // The last line, and among npm's and pip's the one that names the file.
    const found = lines.filter(line => pattern.test(line));
    const line = found.find(each => each.includes('/') || each.includes('\\')) ?? found.at(-1);
    if (line !== undefined) return { what, line: shorten(line.trim()), fix: fix(line) };
  }
  return null;
}

/**
 * A program that failed: with its known cause in two lines, else with the end of its output.
 * @param {string} what "The JavaScript packages could not be installed"
 * @param {string} output
 * @param {string} fix where the cause is not known
 * @param {number} [lines] of the output's end
 */
export function programFailure(what, output, fix, lines = 12) {
  const cause = knownCause(output);
  if (cause) return new SetupError(`${what}: ${cause.what} (${cause.line}).`, '', cause.fix);
  return new SetupError(
    `${what}.`,
    output
      .trim()
      .split('\n')
      .slice(-lines)
      .map(line => shorten(line))
      .join('\n'),
    fix,
  );
}

/**
 * Any error as one told to people: those of the file system by what, where and what mends it.
 * @param {unknown} error
 * @param {string} [during] the part of the set-up
 */
export function explain(error, during = 'Set-up') {
  if (error instanceof SetupError) return error;
  const { code, path, syscall, message = messageOf(error) } = trueError(error);
  if (code === undefined || syscall === undefined) {
    return new SetupError(
      `${during} stopped at an error of its own: ${shorten(message)}`,
      error instanceof Error && error.stack ? error.stack.split('\n').slice(1, 4).join('\n').trim() : '',
      'git status shows edited files, git pull a newer version; then: npm run setup',
    );
  }
  const cause = knownCause(message);
  if (cause) {
    return new SetupError(`${during}: ${cause.what}: ${path ?? root} (${code}, ${syscall}).`, '', cause.fix);
  }
  const inside = path !== undefined && isAbsolute(path) && !relative(root, path).startsWith('..');
  const name = inside ? relative(root, path) : path;
  if (code === 'ENOENT' && name !== undefined && !/^(\.cache|\.venv|node_modules)/.test(name)) {
    return new SetupError(
      `${during}: ${name} is missing.`,
      '',
      `git checkout -- ${name}, then: npm run setup`,
    );
  }
  return new SetupError(
    `${during}: ${shorten(message)}.`,
    '',
    `${name === undefined ? '' : `See what stands in the way (ls -ld ${name}), and move or remove it; `}then: npm run setup`,
  );
}

/**
 * Of a folder that cannot be made on a read-only disk Node says ENOENT, "no such file".
 * @param {unknown} error
 * @returns {Partial<NodeJS.ErrnoException>}
 */
function trueError(error) {
  const told = /** @type {Partial<NodeJS.ErrnoException>} */ (error instanceof Error ? error : {});
  if (told.code !== 'ENOENT' || told.syscall !== 'mkdir' || !told.path) return told;
  let parent = dirname(told.path);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  return cannotWrite(parent) ?? told;
}

/**
 * The error of the one who would write into a folder, or null.
 * @param {string} folder
 * @returns {NodeJS.ErrnoException | null}
 */
export function cannotWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error);
  }
}

/** @param {string} text */
export function shorten(text, most = 200) {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** @param {string} line */
function ownerOf(line) {
  const file = /['"](\/[^'"]+)['"]|(\/\S+)/.exec(line);
  try {
    const { uid } = statSync(file?.[1] ?? file?.[2] ?? root);
    return uid === process.getuid?.() ? '' : `It belongs to user ${uid}. `;
  } catch {
    return '';
  }
}

function userName() {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '$USER');
  }
}

/** @param {string} path */
function quoted(path) {
  return /^[\w/.@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
