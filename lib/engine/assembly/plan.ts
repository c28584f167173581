/**
 * Where everything lies. TypeScript lays out the memory and writes this table; every thread reads it. This file is
 * compiled by both compilers, so the two sides cannot disagree.
 */

/** The byte where the table of 32-bit integers starts; below lie the constants of the compiled program. */
export const planStart = 16384;

/** Rows of the table: addresses in bytes unless said otherwise. */
export enum Slot {
  // The team's shared state; each is used by atomic operations alone.
  /** Goes up by one when there is work. */
  generation,
  /** Parts that nobody has taken yet; 0 or less when there is nothing to do. */
  left,
  /** Parts that are done. */
  done,
  /** Of the work at hand: which job, and how many parts. */
  job,
  parts,

  // Sizes; the padded ones are multiples of a vector's or a block's width.
  vocabulary,
  length,
  /** Of a word vector. */
  dimensions,
  /** The same, padded to a multiple of 4. */
  embeddingPadded,
  width,
  filters,
  /** A multiple of 16. */
  filtersPadded,
  /** Columns of the head's first layer (0 for none), a multiple of 16. */
  hidden,
  /** Which `Head`. */
  head,
  /** Backward, the filters are dealt to so many groups, each with its own sum for the words. */
  groups,

  // Of the batch at hand.
  /** Texts; the buffers have room for an even number of them. */
  batch,
  /** Distinct words. */
  words,
  /** Not 0 when a step of Adam gave a weight that is not a number of use: see `largestWeight`. */
  diverged,

  // Parameters, with gradient and moments at equal distances from them.
  embedding,
  kernel,
  bias,
  headKernel,
  headBias,
  outputKernel,
  outputBias,
  /** Floats from `kernel` to the end of `outputBias`. */
  restCount,
  /** The gradient of everything from `kernel` on, in the same order. */
  restGradient,
  /** The gradient of the word vectors: `[groups][words][embeddingPadded]`. */
  wordGradient,
  firstMoment,
  secondMoment,

  // Input.
  tokens,
  /** `[batch]` float: 0 or 1. */
  labels,
  /** `[batch][latent]`: the noise, or the dropout mask. */
  noise,

  // Work space.
  /** `[vocabulary]`: a word's place in the list of distinct words, or -1. */
  place,
  /** `[words]`: the distinct words. */
  distinct,
  /** `[words][embeddingPadded]`: their vectors. */
  vectors,
  /** `[batch][length]`: where each token's row starts in a block's table, and in the list of vectors; in bytes. */
  offsets,
  rows,
  /** `[batch][length]`: the starts of windows that differ from the one before, and `[batch]`: how many. */
  starts,
  startCounts,
  /** A thread's own space: packed kernel, table; so many bytes apart. */
  scratch,
  scratchStride,
  /** `[blocks][vocabulary][width][16]`: the table of the whole vocabulary. */
  fullTable,
  /** `[batch][filtersPadded]`: what the pool gives, and where each maximum starts. */
  features,
  winners,
  /** `[batch][hidden]`: the first layer of the head, and its gradient (without a head: that of the features). */
  activations,
  activationGradient,
  /** `[batch][latent]`: z (or the activations after dropout), and exp(logVar / 2). */
  code,
  deviations,
  /** `[blocks][batch]`: each block's share of the logit and of the divergence. */
  logitParts,
  klParts,
  /** `[batch]` each. */
  logits,
  logitGradient,
  divergences,
  /** `[batch]`: d loss / d KL_i. */
  klGradient,
  /** `[batch]` float64: -log q(y_i|z_i). */
  distortions,

  /** How many there are. */
  count,
}

/** 64-bit floats behind the table. */
export enum Scalar {
  lambda,
  beta,
  /** Adam's step, with both corrections. */
  rate,
  /** Results of a batch: means, and a count. */
  distortion,
  meanRate,
  hinge,
  correct,
  count,
}

/** What lies between the pool and the answer. */
export enum Head {
  /** Nothing: the features are asked for, and their gradient is given (in `activationGradient`). */
  none,
  /** logit = w . h + b */
  logistic,
  /** logit = w . (mask * relu(W h + c)) + b */
  dense,
  /** logit = w . z + b, z ~ N(mean(h), diag exp(logVar(h))) */
  vib,
}

/** Work that is done in parts, by whoever is free; a part gives the same numbers whoever does it. */
export enum Job {
  /** A part is a block of 16 filters: words -> features and winners. */
  pool,
  /** The same, over the whole vocabulary and for later: the table alone. */
  tabulate,
  /** Features from that table, without winners. */
  look,
  /** A part is 16 columns of the head. */
  headForward,
  headBackward,
  /** A part is a group of filters. */
  poolBackward,
  /** A part is some words, or some of the other parameters. */
  adam,
  /** Ends a helper. */
  leave,
}

/** Filters (or columns) computed at a time: four vectors. */
export const blockWidth = 16;
/**
 * No weight may be larger: within this bound no sum of the pool overflows 32 bits, so that no NaN (infinity - infinity) can hide
 * behind a maximum.
 */
export const largestWeight = 1e15;
/** Words whose vectors Adam moves in one part. */
export const wordsPerPart = 256;
/** Other parameters that Adam moves in one part; a multiple of 4. */
export const floatsPerPart = 8192;
