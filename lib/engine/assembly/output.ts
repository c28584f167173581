import { at, scalar, setScalar, size } from './memory';
import { blockWidth, Head, Scalar, Slot } from './plan';

/**
 * Adds up the logits and divergences of all blocks, then
 *
 * loss = mean_i [-log q(y_i|z_i) + lambda * max(KL_i - beta, 0)]
 *
 * and its gradients with respect to both. The results are written as scalars, in nats; sums are taken in 64 bits.
 */
export function output(): void {
  const batch = size(Slot.batch);
  const head = size(Slot.head);
  const blocks = head == Head.vib ? (size(Slot.hidden) >> 1) / blockWidth : size(Slot.hidden) / blockWidth;
  const lambda = scalar(Scalar.lambda);
  const beta = scalar(Scalar.beta);
  let distortion = 0.0;
  let rate = 0.0;
  let hinge = 0.0;
  let correct = 0;
  for (let text = 0; text < batch; text++) {
    const place: usize = text << 2;
    const label: f64 = load<f32>(at(Slot.labels) + place);
    const logit: f64 =
      load<f32>(at(Slot.outputBias)) + total(at(Slot.logitParts), max(blocks, 1), batch, text);
    const kl: f64 = head == Head.vib ? total(at(Slot.klParts), blocks, batch, text) : 0;
    const small = Math.exp(-Math.abs(logit));
    const loss = Math.max(logit, 0) - logit * label + Math.log1p(small);
    const probability = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
    distortion += loss;
    rate += kl;
    hinge += Math.max(kl - beta, 0);
    if (logit > 0 == label > 0.5) correct++;
    store<f32>(at(Slot.logits) + place, <f32>logit);
    store<f32>(at(Slot.divergences) + place, <f32>kl);
    store<f64>(at(Slot.distortions) + (text << 3), loss);
    store<f32>(at(Slot.logitGradient) + place, <f32>((probability - label) / batch));
    store<f32>(at(Slot.klGradient) + place, kl > beta ? <f32>(lambda / batch) : 0);
  }
  setScalar(Scalar.distortion, distortion / batch);
  setScalar(Scalar.meanRate, rate / batch);
  setScalar(Scalar.hinge, hinge / batch);
  setScalar(Scalar.correct, correct);
}

function total(parts: usize, blocks: i32, batch: i32, text: i32): f32 {
  let sum: f32 = 0;
  for (let block = 0; block < blocks; block++) sum += load<f32>(parts + ((block * batch + text) << 2));
  return sum;
}
