import { randomUUID } from 'crypto';
import { checkText } from './checks';
import { inNotebook, type MimeBundle, showBundle, updateBundle } from './display';
import { formatDuration, formatNumber } from './format';
import { escapeHtml, noFormulas } from './html';

/** How far a training run has come. */
export interface ProgressReport {
  title?: string;
  /** From 1 to `epochs`. */
  epoch: number;
  epochs: number;
  /** Batches done in this epoch, from 0 to `steps`. */
  step: number;
  steps: number;
  loss: number;
  /** A fraction from 0 to 1. */
  accuracy?: number;
  /** More numbers to show, such as { 'rate (nats)': 12.3 }. */
  metrics?: Record<string, number>;
  examplesPerSecond: number;
  secondsLeft: number;
}

export interface ProgressOptions {
  /** Milliseconds; a test passes its own. */
  now?: () => number;
}

/** Fewer than this many milliseconds apart, a notebook is not redrawn: four times a second is as fast as one reads. */
const redrawInterval = 250;

/** Starts a bar that updates in place in a notebook, or plain lines in a terminal. */
export function startProgress(title: string, options: ProgressOptions = {}): Progress {
  return new Progress(checkText(title, 'the title of the progress bar'), options.now ?? Date.now);
}

/**
 * The live state of one run. Updates reach the page only when the loop lets Node's event loop turn (`await` a timer or
 * `setImmediate` once in a while).
 */
export class Progress {
  private readonly displayId = `vib-progress-${randomUUID()}`;
  private readonly live = inNotebook();
  private readonly started: number;
  private lastDrawn = -Infinity;
  private lastTenth = '';
  private last: ProgressReport | null = null;
  private ended = false;

  constructor(
    private readonly title: string,
    private readonly now: () => number,
  ) {
    this.started = now();
    showBundle(
      this.live ? barBundle(title, 0, 'starting', 'starting') : { 'text/plain': `${title}: starting` },
      this.place(),
    );
  }

  /** Takes the newest state; it is drawn at most four times a second, or printed at every tenth of an epoch. */
  update(report: ProgressReport): void {
    if (this.ended) return;
    this.last = report;
    if (this.live) {
      if (this.now() - this.lastDrawn < redrawInterval) return;
      this.lastDrawn = this.now();
      updateBundle(barBundle(this.title, fractionDone(report), describe(report), 'running'), this.place());
      return;
    }
    const tenth = `${report.epoch}/${Math.floor((10 * report.step) / Math.max(1, report.steps))}`;
    if (tenth === this.lastTenth || report.step === 0) return;
    this.lastTenth = tenth;
    showBundle({ 'text/plain': `${this.title}: ${describe(report)}` });
  }

  /** The final state, which stays: the total time and `summary`, or the last numbers when there is none. */
  finish(summary?: string): void {
    this.end('finished', 1, summary);
  }

  /** As `finish`, for a run that ended early; the bar stays where it was. */
  stop(reason: string): void {
    this.end('stopped', this.last ? fractionDone(this.last) : 0, reason);
  }

  private end(state: 'finished' | 'stopped', fraction: number, summary?: string): void {
    if (this.ended) return;
    this.ended = true;
    const time = formatDuration((this.now() - this.started) / 1000);
    const numbers = summary ?? (this.last ? describeNumbers(this.last).join(', ') : '');
    const line = `${state} ${state === 'finished' ? 'in' : 'after'} ${time}${numbers === '' ? '' : `: ${numbers}`}`;
    if (this.live) updateBundle(barBundle(this.title, fraction, line, state), this.place());
    else showBundle({ 'text/plain': `${this.title}: ${line}` });
  }

  private place(): { displayId: string } {
    return { displayId: this.displayId };
  }
}

/** The part of the whole run that is done, from 0 to 1. */
function fractionDone({ epoch, epochs, step, steps }: ProgressReport): number {
  const done = (epoch - 1 + step / Math.max(1, steps)) / Math.max(1, epochs);
  return done >= 0 ? Math.min(1, done) : 0;
}

/** "epoch 2 of 5, 30%, loss 0.3127, accuracy 87.2%, 1840 examples/s, 1 min 5 s left". */
function describe(report: ProgressReport): string {
  const percent = Math.floor(100 * Math.min(1, report.step / Math.max(1, report.steps)));
  const speed = Number.isFinite(report.examplesPerSecond)
    ? [`${Math.round(report.examplesPerSecond)} examples/s`]
    : [];
  const left = Number.isFinite(report.secondsLeft) ? [`${formatDuration(report.secondsLeft)} left`] : [];
  const where = `epoch ${report.epoch} of ${report.epochs}, ${percent}%`;
  return [where, ...describeNumbers(report), ...speed, ...left].join(', ');
}

function describeNumbers({ loss, accuracy, metrics = {} }: ProgressReport): string[] {
  return [
    `loss ${formatNumber(loss)}`,
    ...(accuracy === undefined ? [] : [`accuracy ${(100 * accuracy).toFixed(1)}%`]),
    ...Object.entries(metrics).map(([name, value]) => `${name} ${formatNumber(value)}`),
  ];
}

const barColours = { starting: '#0072b2', running: '#0072b2', finished: '#009e73', stopped: '#d55e00' };

function barBundle(
  title: string,
  fraction: number,
  line: string,
  state: keyof typeof barColours,
): MimeBundle {
  const percent = (100 * fraction).toFixed(1);
  const bar = `<div style="height:8px;border-radius:4px;background:#d9dee3;overflow:hidden;margin:4px 0"><div style="width:${percent}%;height:100%;background:${barColours[state]}"></div></div>`;
  const label = escapeHtml(title);
  return {
    'text/html': `<div class="vib-progress ${noFormulas}" role="progressbar" aria-label="${label}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="${percent}" style="max-width:720px;margin:6px 0"><strong>${label}</strong>${bar}<span style="font-size:0.92em;font-variant-numeric:tabular-nums">${escapeHtml(line)}</span></div>`,
    'text/plain': `${title}: ${line}`,
  };
}
