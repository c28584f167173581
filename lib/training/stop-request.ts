/**
 * Listens for a wish to stop: the caller's AbortSignal, or Ctrl-C / Jupyter's interrupt (SIGINT).
 *
 * A Jupyter kernel for TypeScript answers SIGINT by giving up the awaited promise, while the work behind it would go
 * on; so a loop has to look for itself. A second Ctrl-C in a terminal ends the process as ever.
 */
export class StopRequest {
  private asked = false;
  private readonly ask = (): void => {
    this.asked = true;
  };

  constructor(private readonly signal?: AbortSignal) {
    process.once('SIGINT', this.ask);
  }

  get requested(): boolean {
    return this.asked || this.signal?.aborted === true;
  }

  /** Stops listening. */
  dispose(): void {
    process.removeListener('SIGINT', this.ask);
  }
}
