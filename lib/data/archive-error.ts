/** An archive that cannot be used: missing, a folder, truncated, damaged, or without the reviews expected. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/**
 * What is wrong with an archive, as the end of a sentence that begins with the file's name ("is truncated: ..."): the
 * readers below `readArchive` throw it, and do not know the file.
 */
export class ArchiveProblem extends Error {
  override readonly name = 'ArchiveProblem';
}

const longestQuote = 100;

/** A name out of an archive, fit for a sentence: shortened, without control characters. */
export function quoteName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
  return plain.length <= longestQuote ? plain : `${plain.slice(0, longestQuote - 3)}...`;
}
