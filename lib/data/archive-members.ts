import { ArchiveProblem, quoteName } from './archive-error';
import { megabytes, withCommas } from './progress';
import type { TarMember } from './tar';

/** What an archive may hold, so that memory and time stay small whatever it declares. */
export interface ArchiveLimits {
  /** Bytes of one review (1 MiB: some 180,000 words; the longest of IMDB has 13,704 bytes). */
  readonly review: number;
  /** Bytes of all labelled reviews (256 MiB; those of IMDB have 65 million). */
  readonly reviews: number;
  /** How many labelled reviews (1,000,000). */
  readonly count: number;
  /** Bytes of everything, unpacked (2 GiB; the official archive has some 0.4 billion). */
  readonly unpacked: number;
}

export const archiveLimits: ArchiveLimits = {
  review: 2 ** 20,
  reviews: 2 ** 28,
  count: 1_000_000,
  unpacked: 2 ** 31,
};

/** Where a review stands: its part, its label, and its file's name inside its folder, such as `0_9.txt`. */
export interface ReviewPlace {
  readonly split: 'train' | 'test';
  readonly label: 0 | 1;
  readonly name: string;
}

const reviewPath = /(?:^|\/)(train|test)\/(pos|neg)\/([^/.][^/]*\.txt)\/?$/i;
const outside = /^([/\\]|[a-z]:[/\\])|(^|[/\\])\.\.([/\\]|$)/i;

/** Finds the reviews among an archive's members, and judges what it sees. */
export class ReviewFinder {
  private readonly seen = new Map<string, string>();
  private bytes = 0;

  constructor(private readonly limits: ArchiveLimits) {}

  /** How many reviews were found. */
  get count(): number {
    return this.seen.size;
  }

  /**
   * Which review a member is, or undefined: other members are passed over.
   *
   * @throws ArchiveProblem for a member out of proportion, a name outside the archive, a sparse file, a review that is no
   *   ordinary file, and one that was there before
   */
  find({ name, kind, size }: TarMember): ReviewPlace | undefined {
    const { limits } = this;
    const quoted = quoteName(name);
    if (outside.test(name)) {
      throw new ArchiveProblem(
        `holds ${quoted}, a name outside the archive. Pack the folder by its own name: tar -czf NAME.tar.gz FOLDER`,
      );
    }
    if (size > limits.unpacked) throw tooLarge(`its member ${quoted} alone has ${megabytes(size)}`, limits);
    if (kind === 'sparse file') {
      throw new ArchiveProblem(
        `holds ${quoted} as a sparse file, which is not read here. Pack it without -S`,
      );
    }
    const [match, split = '', polarity = '', file = ''] = reviewPath.exec(name) ?? [];
    if (match === undefined) return undefined;
    if (kind !== 'file') {
      const what = kind === 'other' ? 'something that is no file' : `a ${kind}`;
      throw new ArchiveProblem(`holds ${quoted} as ${what}. A review must be an ordinary file`);
    }
    if (size > limits.review) {
      throw new ArchiveProblem(
        `holds a review of ${megabytes(size)}, ${quoted}; the most is ${megabytes(limits.review)}. Cut it, or leave it out`,
      );
    }
    const folder = `${split}/${polarity}`.toLowerCase();
    this.remember(`${folder}/${file}`, name);
    this.bytes += size;
    if (this.bytes > limits.reviews || this.count > limits.count) {
      throw new ArchiveProblem(
        `holds more than ${withCommas(limits.count)} reviews, or more than ${megabytes(limits.reviews)} of them. Take a part`,
      );
    }
    return {
      split: folder.startsWith('train') ? 'train' : 'test',
      label: folder.endsWith('pos') ? 1 : 0,
      name: file,
    };
  }

  private remember(key: string, name: string): void {
    const before = this.seen.get(key);
    if (before !== undefined) {
      const where = before === name ? '' : ` (as ${quoteName(before)} and as ${quoteName(name)})`;
      throw new ArchiveProblem(
        `holds the review ${quoteName(key)} twice${where}, so it would count twice. Pack it again with one of them`,
      );
    }
    this.seen.set(key, name);
  }
}

/** The same chunks, until there are too many. */
export async function* limited(source: AsyncIterable<Buffer>, limits: ArchiveLimits): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limits.unpacked) throw tooLarge('it has more', limits);
    yield chunk;
  }
}

function tooLarge(what: string, { unpacked }: ArchiveLimits): ArchiveProblem {
  return new ArchiveProblem(
    `is too large: ${what}, and the most is ${megabytes(unpacked)} unpacked. Is it an archive of reviews?`,
  );
}
