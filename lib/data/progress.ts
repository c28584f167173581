/** One step of preparing the data, for a progress bar or a log line. */
export interface DataProgress {
  /** `note` is a remark worth keeping (a rebuilt cache, a source that failed); the others say what is under way. */
  readonly stage: 'download' | 'read' | 'encode' | 'store' | 'note';
  /** A short sentence, ready to be shown. */
  readonly message: string;
  /** How much is done and of how much, in the same unit (bytes or reviews), where that is known. */
  readonly done?: number;
  readonly total?: number;
}

/** Receives each step; called often, so it should be quick. */
export type OnProgress = (progress: DataProgress) => void;

/** "28.2 MB" (decimal megabytes). */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** "25,000". */
export function withCommas(n: number): string {
  return n.toLocaleString('en-US');
}
