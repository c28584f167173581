import { blockWidth, floatsPerPart, Head, planStart, Scalar, Slot, wordsPerPart } from './assembly/plan';
import { checkMemory, type EngineSettings } from './options';

/** Groups of filters in the backward pass, each with its own sum: two threads have one each. */
const groups = 2;
/** Texts looked at together when nothing is learnt: the vocabulary's table is read once for all of them. */
const evaluationTexts = 256;
/** A larger table of the whole vocabulary is not kept; then an evaluation makes one of each batch's words. */
const largestTable = 512e6;

/** Where everything lies in the engine's memory, and how large it is. */
export interface Layout {
  /** Rows of the table in assembly/plan.ts; 0 where nothing is. */
  slots: Int32Array;
  bytes: number;
  /** Texts that fit at once. */
  texts: number;
  /** Is there room for the whole vocabulary's table? */
  keepsTable: boolean;
  /** Parts of each job. */
  blocks: number;
  headBlocks: number;
  groups: number;
  adamParts: number;
  /** Columns of the code, padded. */
  codePadded: number;
}

const headNumbers = { none: Head.none, logistic: Head.logistic, dense: Head.dense, vib: Head.vib };

/** Lays out the memory for a network. @throws RangeError when it would be larger than WebAssembly can address. */
export function layOut(settings: EngineSettings): Layout {
  const { head, words, length, embedding, filters, width, latent, batch, threads } = settings;
  const slots = new Int32Array(Slot.count);
  const filtersPadded = padded(filters, blockWidth);
  const embeddingPadded = padded(embedding, 4);
  const layered = head === 'dense' || head === 'vib';
  const codePadded = layered ? padded(latent, blockWidth) : filtersPadded;
  const hidden = layered ? codePadded * (head === 'vib' ? 2 : 1) : 0;
  const blocks = filtersPadded / blockWidth;
  const evenWords = padded(words, 2);
  const keepsTable = evenWords * width * filtersPadded * 4 <= largestTable;
  const texts = padded(Math.max(batch, evaluationTexts), 2);
  const tokens = texts * length;
  const distinct = padded(Math.min(words, tokens), 2);
  const set = (slot: Slot, value: number) => (slots[slot] = value);
  set(Slot.vocabulary, words);
  set(Slot.length, length);
  set(Slot.dimensions, embedding);
  set(Slot.embeddingPadded, embeddingPadded);
  set(Slot.width, width);
  set(Slot.filters, filters);
  set(Slot.filtersPadded, filtersPadded);
  set(Slot.hidden, hidden);
  set(Slot.head, headNumbers[head]);
  set(Slot.groups, groups);

  let top = padded(planStart + 4 * Slot.count, 8) + 8 * Scalar.count;
  const reserve = (slot: Slot, count: number, size = 4): number => {
    top = padded(top, 64);
    set(slot, top);
    top += size * count;
    return top;
  };
  // The parameters touch each other, so that their gradient and moments are found by one distance.
  const embeddings = evenWords * embeddingPadded;
  reserve(Slot.embedding, embeddings);
  const rest: [Slot, number][] = [
    [Slot.kernel, width * filtersPadded * embeddingPadded],
    [Slot.bias, filtersPadded],
    [Slot.headKernel, hidden * filtersPadded],
    [Slot.headBias, hidden],
    [Slot.outputKernel, codePadded],
    [Slot.outputBias, 4],
  ];
  for (const [slot, count] of rest) {
    set(slot, top);
    top += 4 * count;
  }
  const restCount = rest.reduce((sum, [, count]) => sum + count, 0);
  set(Slot.restCount, restCount);
  reserve(Slot.firstMoment, embeddings + restCount);
  reserve(Slot.secondMoment, embeddings + restCount);
  reserve(Slot.restGradient, restCount);
  reserve(Slot.wordGradient, groups * padded(Math.min(words, batch * length), 2) * embeddingPadded);
  reserve(Slot.tokens, tokens);
  reserve(Slot.labels, texts);
  reserve(Slot.noise, texts * codePadded);
  reserve(Slot.place, words);
  reserve(Slot.distinct, distinct);
  reserve(Slot.vectors, distinct * embeddingPadded);
  reserve(Slot.offsets, tokens);
  reserve(Slot.rows, tokens);
  reserve(Slot.starts, tokens);
  reserve(Slot.startCounts, texts);
  const forPool = width * blockWidth * (embeddingPadded + distinct);
  const forBackward = blockWidth * (padded(batch, 2) * Math.ceil(blocks / groups) + hidden);
  const stride = padded(4 * Math.max(forPool, forBackward), 64);
  set(Slot.scratchStride, stride);
  reserve(Slot.scratch, threads * stride, 1);
  reserve(Slot.fullTable, keepsTable ? evenWords * width * filtersPadded : 0);
  reserve(Slot.features, texts * filtersPadded);
  reserve(Slot.winners, texts * filtersPadded);
  reserve(Slot.activations, texts * hidden);
  reserve(Slot.activationGradient, padded(batch, 2) * (head === 'none' ? filtersPadded : hidden));
  reserve(Slot.code, layered ? texts * codePadded : 0);
  reserve(Slot.deviations, head === 'vib' ? texts * codePadded : 0);
  const headBlocks = layered ? codePadded / blockWidth : 1;
  reserve(Slot.logitParts, headBlocks * texts);
  reserve(Slot.klParts, headBlocks * texts);
  for (const slot of [Slot.logits, Slot.logitGradient, Slot.divergences, Slot.klGradient])
    reserve(slot, texts);
  reserve(Slot.distortions, texts, 8);
  return {
    slots,
    bytes: checkMemory(top, settings),
    texts,
    keepsTable,
    blocks,
    headBlocks,
    groups,
    adamParts: Math.ceil(words / wordsPerPart) + Math.ceil(restCount / floatsPerPart),
    codePadded,
  };
}

function padded(count: number, to: number): number {
  return Math.ceil(count / to) * to;
}
