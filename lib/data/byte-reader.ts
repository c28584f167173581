/** Takes bytes from a stream of chunks, as many as are wanted; memory: one chunk, and what was asked for. */
export class ByteReader {
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;
  private taken = 0;
  private readonly source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** How many bytes were taken or passed over. */
  get position(): number {
    return this.taken;
  }

  /** The next `n` bytes, or fewer when the stream ends before. They may share the chunk's memory. */
  async take(n: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = n;
    while (missing > 0 && (this.at < this.chunk.length || (await this.refill()))) {
      const part = this.chunk.subarray(this.at, this.at + missing);
      this.advance(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  /** What is left of the current chunk, or the next one; nothing at the end of the stream. */
  async takeChunk(): Promise<Buffer | undefined> {
    if (this.at >= this.chunk.length && !(await this.refill())) return undefined;
    const rest = this.chunk.subarray(this.at);
    this.advance(rest.length);
    return rest;
  }

  /** Passes over `n` bytes; false when the stream ends before. */
  async skip(n: number): Promise<boolean> {
    let missing = n;
    while (missing > 0) {
      if (this.at >= this.chunk.length && !(await this.refill())) return false;
      const step = Math.min(missing, this.chunk.length - this.at);
      this.advance(step);
      missing -= step;
    }
    return true;
  }

  private advance(n: number): void {
    this.at += n;
    this.taken += n;
  }

  private async refill(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.chunk = next.value;
    this.at = 0;
    return this.chunk.length > 0 || this.refill();
  }
}
