import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ProgressReport, startProgress } from '../../lib/show/progress';
import { inCell, inTerminal } from './kernel-double';

const at = (epoch: number, step: number): ProgressReport => ({
  epoch,
  epochs: 2,
  step,
  steps: 100,
  loss: 0.31267,
  accuracy: 0.8725,
  metrics: { 'rate (nats)': 12.3 },
  examplesPerSecond: 1840.4,
  secondsLeft: 65,
});

/** 200 updates, 20 ms apart, then the end: 4 seconds. */
function run(end: (progress: ReturnType<typeof startProgress>) => void) {
  let clock = 1000;
  const progress = startProgress('Training', { now: () => clock });
  for (const epoch of [1, 2]) {
    for (let step = 1; step <= 100; step++) {
      clock += 20;
      progress.update(at(epoch, step));
    }
  }
  end(progress);
  progress.update(at(1, 1));
}

describe('progress in a notebook', () => {
  const sent = inCell(() => run(progress => progress.finish('test accuracy 88.9%')));

  it('is one output, redrawn at most four times a second', () => {
    assert.equal(new Set(sent.map(one => one.displayId)).size, 1);
    assert.deepEqual([sent[0]?.update, sent[1]?.update], [false, true]);
    // The start, the end, and no more than 4 a second for 4 seconds.
    assert.ok(sent.length > 12 && sent.length <= 18, String(sent.length));
  });

  it('says loss, accuracy, further metrics, speed and time left', () => {
    assert.equal(
      sent[1]?.data['text/plain'],
      'Training: epoch 1 of 2, 1%, loss 0.3127, accuracy 87.3%, rate (nats) 12.3, 1840 examples/s, 1 min 5 s left',
    );
    assert.match(sent[1]?.data['text/html'] as string, /width:0\.5%/);
  });

  it('ends with the total time and the summary, and stays so', () => {
    const last = sent[sent.length - 1]?.data;
    assert.equal(last?.['text/plain'], 'Training: finished in 4.0 s: test accuracy 88.9%');
    assert.match(last?.['text/html'] as string, /width:100\.0%/);
  });

  it('gives two runs two names', () => {
    const again = inCell(() => run(progress => progress.finish()));
    assert.notEqual(again[0]?.displayId, sent[0]?.displayId);
  });

  it('stops where it was, with the reason', () => {
    const stopped = inCell(() => {
      const progress = startProgress('<b>', { now: () => 0 });
      progress.update(at(1, 50));
      progress.stop('interrupted');
    });
    const last = stopped[stopped.length - 1]?.data;
    assert.equal(last?.['text/plain'], '<b>: stopped after 0.0 s: interrupted');
    assert.match(last?.['text/html'] as string, /&lt;b&gt;.*width:25\.0%/);
  });
});

describe('progress in a terminal', () => {
  const text = inTerminal(() => run(progress => progress.finish()));
  const printed = text.trimEnd().split('\n');

  it('prints a plain line for each tenth of an epoch, the start and the end', () => {
    assert.equal(printed[0], 'Training: starting');
    assert.ok(printed.length >= 22 && printed.length <= 24, text);
    assert.doesNotMatch(text, /\r|\u001b|</);
  });

  it('has a line at the end of each epoch', () => {
    assert.equal(printed.filter(line => line.includes('100%')).length, 2);
    assert.match(printed[printed.length - 1] ?? '', /^Training: finished in 4\.0 s: loss 0\.3127/);
  });
});

describe('startProgress', () => {
  it('refuses a blank title', () => {
    assert.throws(() => startProgress(''), /title of the progress bar is empty/);
  });
});
