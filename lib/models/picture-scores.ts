import { bernoulliDistortion, klToStandardNormalTensor } from '../bottleneck';
import { tf } from '../tf';
import type { DigitModel } from './digit-decoder';
import type { Classifier, Encoder } from './model';
import { pictureTensor } from './picture-tensor';
import { valuesOf } from './values';

/** A picture's grey values, or a code's components. */
type Row = ArrayLike<number>;

/** What a variational autoencoder says of pictures, `[n]` each, in nats a picture. */
export interface PictureScores {
  /** H(x) = -sum_j [x_j ln x_j + (1 - x_j) ln(1 - x_j)]: 0 for black and white, ln 2 for each pixel of middle grey. */
  blur: Float32Array;
  /** KL(p(z|x) || N(0, I)): how far the encoder puts the picture from the prior. */
  rate: Float32Array;
  /** sum_j KL(Bernoulli(x_j) || Bernoulli(x'_j)), x' = decode(mean(x)): what coding and decoding once more changes. */
  gap: Float32Array;
}

/**
 * blur, rate and gap of each picture; -log q(x|mean(x)) = blur + gap
 *
 * The cross-entropy of a picture with its reconstruction cannot fall below the picture's own entropy. Taken apart, the
 * entropy says how grey the pixels are, and the rest whether the model finds the picture again.
 *
 * @param pictures n of them, each of the model's input width, in [0, 1]
 * @throws RangeError for no picture, or one of another width or with values outside [0, 1].
 */
export function scorePictures(model: Encoder & DigitModel, pictures: readonly Row[]): PictureScores {
  const x = pictureTensor(pictures, model.inputWidth);
  checkGrey(pictures);
  try {
    const blur = valuesOf(() => bernoulliDistortion(x, logit(x)));
    const rate = valuesOf(() => {
      const { mean, logVar } = model.latent(x);
      return klToStandardNormalTensor(mean, logVar);
    });
    const total = valuesOf(() => bernoulliDistortion(x, logit(model.reconstruct(x))));
    return { blur, rate, gap: total.map((nats, i) => nats - (blur[i] as number)) };
  } finally {
    x.dispose();
  }
}

/**
 * g(z): the picture of each code
 *
 * @param codes n of them, each `[k]`
 * @returns n pictures, `[784]` each, in (0, 1)
 * @throws RangeError for no code or one of another width.
 */
export function decodePictures(model: DigitModel, codes: readonly Row[]): Float32Array[] {
  const z = pictureTensor(codes, model.latentSize, 'code');
  try {
    const pixels = valuesOf(() => model.decode(z));
    return codes.map((_, i) => pixels.slice(i * model.inputWidth, (i + 1) * model.inputWidth));
  } finally {
    z.dispose();
  }
}

/**
 * mean(x): the code of each picture, without noise
 *
 * @param pictures n of them, each of the model's input width
 * @returns n codes, `[k]` each
 * @throws RangeError for no picture or one of another width.
 */
export function encodePictures(model: DigitModel, pictures: readonly Row[]): Float32Array[] {
  const x = pictureTensor(pictures, model.inputWidth);
  try {
    const codes = valuesOf(() => model.encode(x).mean);
    return pictures.map((_, i) => codes.slice(i * model.latentSize, (i + 1) * model.latentSize));
  } finally {
    x.dispose();
  }
}

/**
 * max_c q(c|x): the probability of the class that the classifier holds likeliest, `[n]`
 *
 * @throws RangeError for no picture or one of another width.
 */
export function confidences(model: Classifier, pictures: readonly Row[]): Float32Array {
  const x = pictureTensor(pictures, model.inputWidth);
  try {
    return valuesOf(() => {
      const q = model.predict(x);
      return q.rank === 1 ? tf.maximum(q, tf.sub(1, q)) : q.max(1);
    });
  } finally {
    x.dispose();
  }
}

/**
 * q(c|x) of a classifier of several classes, for each picture `[classes]`
 *
 * @throws RangeError as {@link confidences}, and for a classifier of two classes, which answers with one number.
 */
export function classProbabilities(model: Classifier, pictures: readonly Row[]): Float32Array[] {
  const x = pictureTensor(pictures, model.inputWidth);
  try {
    const q = valuesOf(() => model.predict(x));
    const classes = q.length / pictures.length;
    if (classes < 2)
      throw new RangeError('the classifier has two classes and one probability: use confidences');
    return pictures.map((_, i) => q.slice(i * classes, (i + 1) * classes));
  } finally {
    x.dispose();
  }
}

/** ln(p / (1 - p)), held within +-16 (p = 1.1e-7): 32-bit floats next to 1 are not closer. */
function logit(p: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => p.log().sub(tf.sub(1, p).log()).clipByValue(-16, 16).as2D(p.shape[0], p.shape[1]));
}

function checkGrey(pictures: readonly Row[]): void {
  pictures.forEach((picture, i) => {
    for (let j = 0; j < picture.length; j++) {
      const grey = picture[j] as number;
      if (!(grey >= 0 && grey <= 1)) {
        throw new RangeError(`picture ${i} has the value ${grey} at pixel ${j}: grey values lie in [0, 1]`);
      }
    }
  });
}
