import { setImmediate } from 'timers/promises';

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

  private constructor(private readonly signal?: AbortSignal) {
    process.once('SIGINT', this.ask);
  }

  /**
   * Starts listening, in a later turn of the event loop: while the kernel runs the synchronous part of a cell, Node keeps
   * SIGINT for itself, and gives it back to nobody if a listener came meanwhile. An interrupt would then end the kernel.
   */
  static async listen(signal?: AbortSignal): Promise<StopRequest> {
    await setImmediate();
    return new StopRequest(signal);
  }

  get requested(): boolean {
    return this.asked || this.signal?.aborted === true;
  }

  /** Stops listening. */
  dispose(): void {
    process.removeListener('SIGINT', this.ask);
  }
}
