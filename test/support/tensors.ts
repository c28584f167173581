import assert from 'node:assert/strict';
import { tf } from '../../lib/tf';

/** Fails when f, which makes what it needs and disposes of it, leaves a tensor behind (or frees one that is not its own). */
export async function assertNoTensorLeft(f: () => unknown): Promise<void> {
  const before = tf.memory().numTensors;
  await f();
  assert.equal(tf.memory().numTensors, before, 'tensors before and after');
}
