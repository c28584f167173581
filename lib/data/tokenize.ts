/**
 * Separators: Keras's default filter `!"#$%&()*+,-./:;<=>?@[\]^_` + backquote + `{|}~`, and the 29 characters at which
 * Python's `str.split` cuts (JavaScript's `\s` lacks five of them, and cuts at U+FEFF besides). The apostrophe is kept:
 * "don't" is one word.
 */
const separators =
  /[!-&(-/:-@[-`{-~\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const lineBreak = /<br \/>/g;

/**
 * Lower-cases, drops the `<br />` marks of the IMDB files, and cuts at punctuation and white space.
 *
 * Differs from `keras.preprocessing.text.text_to_word_sequence` in two ways: Keras leaves `br` behind as a word, and cuts
 * at plain blanks only, so that other white space (a no-break space, U+0085) sticks to its neighbours.
 */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().replace(lineBreak, ' ').split(separators);
  if (words[words.length - 1] === '') words.pop();
  if (words[0] === '') words.shift();
  return words;
}
