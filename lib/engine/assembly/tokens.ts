import { at, size } from './memory';
import { blockWidth, Slot } from './plan';

/**
 * Prepares a batch: the distinct words and their vectors, each token's row in a table of them, and the windows to visit.
 *
 * @param whole 1: rows of the whole vocabulary's table instead
 * @returns the number of distinct words
 */
export function readTokens(whole: i32): i32 {
  const width = size(Slot.width);
  const rowBytes = (width * blockWidth) << 2;
  const batch = size(Slot.batch);
  const length = size(Slot.length);
  for (let text = 0; text < batch; text++) visitText(text, length, width);
  const tokens: usize = at(Slot.tokens);
  const offsets: usize = at(Slot.offsets);
  const end: usize = (batch * length) << 2;
  if (whole) {
    for (let i: usize = 0; i < end; i += 4) store<i32>(offsets + i, load<i32>(tokens + i) * rowBytes);
    return 0;
  }
  const rows: usize = at(Slot.rows);
  const vectorBytes = size(Slot.embeddingPadded) << 2;
  const place: usize = at(Slot.place);
  const distinct: usize = at(Slot.distinct);
  memory.fill(place, 255, size(Slot.vocabulary) << 2);
  let words = 0;
  for (let i: usize = 0; i < end; i += 4) {
    const word = load<i32>(tokens + i);
    const seat = place + (word << 2);
    let row = load<i32>(seat);
    if (row < 0) {
      row = words++;
      store<i32>(seat, row);
      store<i32>(distinct + (row << 2), word);
    }
    store<i32>(offsets + i, row * rowBytes);
    store<i32>(rows + i, row * vectorBytes);
  }
  copyVectors(words);
  return words;
}

/** Lists the windows of a text that differ from the one before: a padded text repeats one window many times. */
function visitText(text: i32, length: i32, width: i32): void {
  const tokens: usize = at(Slot.tokens) + ((text * length) << 2);
  const starts: usize = at(Slot.starts) + ((text * length) << 2);
  let count = 0;
  // Tokens in a row that equal their predecessor, up to the end of the window.
  let equal = 0;
  for (let i = 1; i < width; i++) equal = sameAsBefore(tokens, i) ? equal + 1 : 0;
  for (let t = 0; t + width <= length; t++) {
    const last = t + width - 1;
    if (t > 0) equal = sameAsBefore(tokens, last) ? equal + 1 : 0;
    if (t == 0 || equal < width) store<i32>(starts + (count++ << 2), t);
  }
  store<i32>(at(Slot.startCounts) + (text << 2), count);
}

// @ts-ignore: decorator
@inline
function sameAsBefore(tokens: usize, i: i32): bool {
  const p = tokens + (i << 2);
  return load<i32>(p) == load<i32>(p - 4);
}

function copyVectors(words: i32): void {
  const rowBytes = size(Slot.embeddingPadded) << 2;
  const embedding: usize = at(Slot.embedding);
  const distinct: usize = at(Slot.distinct);
  const vectors: usize = at(Slot.vectors);
  for (let row = 0; row < words; row++) {
    memory.copy(vectors + row * rowBytes, embedding + load<i32>(distinct + (row << 2)) * rowBytes, rowBytes);
  }
}
