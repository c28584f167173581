import { gunzipSync, gzipSync } from 'zlib';

const textsPerBlock = 256;

/**
 * Many texts kept small in memory and on disk: gzipped in blocks of 256, unpacked one block at a time when asked for.
 * Reading one text takes a few milliseconds; reading them in order unpacks each block once.
 */
export class TextBlocks {
  private opened = -1;
  private texts: readonly string[] = [];

  /**
   * @param packed the blocks, one after another
   * @param starts `[blocks + 1]` where each block begins in `packed`, and the end of the last
   * @param count number of texts
   */
  constructor(
    readonly packed: Uint8Array,
    readonly starts: Uint32Array,
    readonly count: number,
  ) {}

  static pack(texts: readonly string[]): TextBlocks {
    const blocks: Buffer[] = [];
    const starts = [0];
    for (let i = 0; i < texts.length; i += textsPerBlock) {
      const block = gzipSync(JSON.stringify(texts.slice(i, i + textsPerBlock)), { level: 1 });
      blocks.push(block);
      starts.push((starts[starts.length - 1] ?? 0) + block.length);
    }
    return new TextBlocks(Buffer.concat(blocks), Uint32Array.from(starts), texts.length);
  }

  /** Text number `i`, from 0. @throws RangeError when there is none. */
  text(i: number): string {
    if (!Number.isInteger(i) || i < 0 || i >= this.count) {
      throw new RangeError(`there is no text number ${i}: they go from 0 to ${this.count - 1}`);
    }
    const block = Math.floor(i / textsPerBlock);
    if (block !== this.opened) {
      const packed = this.packed.subarray(this.starts[block], this.starts[block + 1]);
      this.texts = JSON.parse(gunzipSync(packed).toString('utf8')) as string[];
      this.opened = block;
    }
    return this.texts[i % textsPerBlock] ?? '';
  }
}
