"""Loss and gradients of the text CNN by Keras, baseline and VIB, for test/models/text-cnn.test.ts.

Made with Keras 3.15.1 and TensorFlow 2.21.0 (CPU), Python 3.11:
    python test/oracles/text_cnn_keras.py
writes text_cnn_keras.json beside this file. Sizes are tiny; the texts have what the real ones have: padding (whose
windows tie), a text of padding alone, a text of one word, a repeated phrase, a text without padding.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

WORDS, LENGTH, DIMENSIONS, FILTERS, WIDTH, LATENT, LAMBDA = 30, 12, 5, 7, 3, 4, 0.1
random = np.random.default_rng(11)
texts = [
    [0, 0, 0, 0, 1, 5, 9, 2, 17, 4, 8, 23],
    [0] * 12,
    [0] * 11 + [6],
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 12, 12, 12],
    [1, 5, 9, 2, 5, 9, 2, 5, 9, 2, 29, 28],
    [1, 11, 3, 26, 7, 19, 14, 22, 10, 15, 27, 20],
]
tokens = np.array(texts, np.int32)
labels = np.array([1, 0, 1, 0, 1, 1], np.float32)
eps = random.standard_normal((len(texts), LATENT)).astype(np.float32)


def draw(*shape, scale=0.3):
    return (scale * random.standard_normal(shape)).astype(np.float32)


def features(inputs):
    """The essay's layers, with Keras's own pooling."""
    embedding = layers.Embedding(WORDS, DIMENSIONS)
    convolution = layers.Conv1D(FILTERS, WIDTH, activation="relu")
    return layers.GlobalMaxPooling1D()(convolution(embedding(inputs)))


def run(vib):
    inputs = keras.Input((LENGTH,), dtype="int32")
    h = features(inputs)
    outputs = [layers.Dense(LATENT)(h), layers.Dense(LATENT)(h)] if vib else h
    body = keras.Model(inputs, outputs)
    head = keras.Sequential([keras.Input((LATENT if vib else FILTERS,)), layers.Dense(1)])
    names = ["embedding", "kernel", "bias"] + (["meanKernel", "meanBias", "logVarKernel", "logVarBias"] if vib else [])
    names += ["outputKernel", "outputBias"]
    weights = [draw(*w.shape) for w in body.weights + head.weights]
    body.set_weights(weights[: len(body.weights)])
    head.set_weights(weights[len(body.weights) :])
    variables = [w.value for w in body.trainable_weights + head.trainable_weights]
    with tf.GradientTape() as tape:
        out = body(tokens)
        rate = tf.constant(0.0)
        z = out
        if vib:
            mean, log_var = out
            rate = -0.5 * tf.reduce_sum(tf.reduce_mean(1 + log_var - mean**2 - tf.exp(log_var), 0))
            z = mean + tf.exp(log_var / 2) * eps
        probability = tf.sigmoid(head(z)[:, 0])
        distortion = keras.losses.binary_crossentropy(labels, head(z)[:, 0], from_logits=True)
        total = distortion + LAMBDA * rate
    gradients = [tf.convert_to_tensor(g).numpy() for g in tape.gradient(total, variables)]
    return {
        "total": float(total),
        "distortion": float(distortion),
        "rate": float(rate),
        "probability": probability.numpy().tolist(),
        "weights": {n: {"shape": list(w.shape), "values": w.ravel().tolist()} for n, w in zip(names, weights)},
        "gradients": {n: g.ravel().tolist() for n, g in zip(names, gradients)},
    }


result = {
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "sizes": {"words": WORDS, "length": LENGTH, "embedding": DIMENSIONS, "filters": FILTERS, "width": WIDTH},
    "latent": LATENT,
    "lambda": LAMBDA,
    "tokens": tokens.tolist(),
    "labels": labels.tolist(),
    "eps": eps.tolist(),
    "baseline": run(False),
    "vib": run(True),
}
path = Path(__file__).with_suffix(".json")
partial = path.with_suffix(".json.partial")
partial.write_text(json.dumps(result) + "\n")
partial.rename(path)
