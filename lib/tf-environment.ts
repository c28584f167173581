/**
 * What must be in place before tfjs-node loads; `lib/tf.ts` imports this first.
 *
 * Quiets the native library's start-up messages, and provides the function that tfjs-node 4.22 still calls,
 * `util.isNullOrUndefined`: Node 22 warns of it, Node 23 removed it.
 */
import util from 'util';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const utilities = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
utilities.isNullOrUndefined = value => value === null || value === undefined;
