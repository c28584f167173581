/**
 * Separators: Keras's default filter `!"#$%&()*+,-./:;<=>?@[\]^_` + backquote + `{|}~`, tab and newline, and every other
 * white space or control character that Python's `str.split` cuts at. The apostrophe is kept: "don't" is one word.
 */
const separators = /[!-&(-/:-@[-`{-~\s\u001c-\u001f\u0085]+/;
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
