import { setImmediate } from 'timers/promises';

/**
 * Listens for a wish to stop: the caller's AbortSignal, or Ctrl-C / Jupyter's interrupt (SIGINT).
 * * Nothing stops an awaited loop from outside without losing what it has done; so it has to look for itself, and hands over
 * the part that is complete. The kernel of this collection waits for those who listen, and for a second interrupt at most.
 * A second Ctrl-C in a terminal ends the process as ever.
 */
export class StopRequest {
  private asked = false;
  private readonly ask = (): void => {
    this.asked = true;
  };

  private constructor(private readonly signal?: AbortSignal) {
    process.once('SIGINT', this.ask);
  }

  /**   * Starts listening, in a later turn of the event loop: during a call of `vm` that an interrupt may break off, as other
   * kernels make for a cell, Node keeps SIGINT for itself, and gives it back to nobody if a listener came meanwhile.
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
