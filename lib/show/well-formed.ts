/** The text with the replacement character for halves of a surrogate pair, which no file or message in UTF-8 can hold. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** The first `most` characters, and how many there are when that is not all. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${wellFormed(text.slice(0, most))}... (${text.length} characters)`;
}
