"""Loss and gradients of the text CNN by Keras, for every head and several widths, for test/engine/gradient.test.ts.

Made with Keras 3.15.1 and TensorFlow 2.21.0 (CPU), Python 3.11:
    python test/oracles/engine_keras.py
writes engine_keras.json beside this file. No size is a multiple of the engine's blocks. The texts have padding on the
left, padding on the right, padding alone, one word, a repeated phrase, and no padding; the batch is odd.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

WORDS, LENGTH, DIMENSIONS, FILTERS, LATENT = 23, 10, 6, 19, 18
random = np.random.default_rng(7)
texts = [
    [0, 0, 0, 1, 5, 9, 2, 17, 4, 8],
    [0] * 10,
    [0] * 9 + [6],
    [1, 12, 12, 12, 12, 3, 0, 0, 0, 0],
    [1, 5, 9, 2, 5, 9, 2, 5, 9, 2],
    [1, 11, 3, 16, 7, 19, 14, 22, 10, 15],
    [22] * 10,
]
tokens = np.array(texts, np.int32)
labels = np.array([1, 0, 1, 0, 1, 1, 0], np.float32)
cases = [
    dict(head="logistic", width=1),
    dict(head="logistic", width=2),
    dict(head="logistic", width=4),
    dict(head="logistic", width=7),
    dict(head="dense", width=3, dropout=0.4),
    dict(head="dense", width=6, dropout=0.0),
    dict(head="vib", width=3, **{"lambda": 0.1}, beta=0.0),
    dict(head="vib", width=5, **{"lambda": 0.7}, beta=1.0),
    dict(head="vib", width=2, **{"lambda": 0.0}, beta=0.0),
]


def draw(*shape, scale=0.3):
    return (scale * random.standard_normal(shape)).astype(np.float32)


def run(case):
    head, units = case["head"], dict(logistic=FILTERS).get(case["head"], LATENT)
    inputs = keras.Input((LENGTH,), dtype="int32")
    pooled = layers.GlobalMaxPooling1D()(
        layers.Conv1D(FILTERS, case["width"], activation="relu")(layers.Embedding(WORDS, DIMENSIONS)(inputs))
    )
    outputs = dict(
        logistic=lambda: pooled,
        dense=lambda: layers.Dense(LATENT, activation="relu")(pooled),
        vib=lambda: [layers.Dense(LATENT)(pooled), layers.Dense(LATENT)(pooled)],
    )[head]()
    body = keras.Model(inputs, outputs)
    answer = keras.Sequential([keras.Input((units,)), layers.Dense(1)])
    names = ["embedding", "kernel", "bias"]
    names += dict(
        logistic=[], dense=["hiddenKernel", "hiddenBias"], vib=["meanKernel", "meanBias", "logVarKernel", "logVarBias"]
    )[head]
    names += ["outputKernel", "outputBias"]
    weights = [draw(*w.shape) for w in body.weights + answer.weights]
    body.set_weights(weights[: len(body.weights)])
    answer.set_weights(weights[len(body.weights) :])
    variables = [w.value for w in body.trainable_weights + answer.trainable_weights]
    noise = None
    if head == "vib":
        noise = random.standard_normal((len(texts), LATENT)).astype(np.float32)
    if head == "dense":
        kept = random.random((len(texts), LATENT)) >= case["dropout"]
        noise = (kept / (1 - case["dropout"])).astype(np.float32)
    with tf.GradientTape() as tape:
        out = body(tokens)
        rate, hinge, z = tf.constant(0.0), tf.constant(0.0), out
        if head == "dense":
            z = out * noise
        if head == "vib":
            mean, log_var = out
            z = mean + tf.exp(log_var / 2) * noise
            kl = -0.5 * tf.reduce_sum(1 + log_var - mean**2 - tf.exp(log_var), axis=1)
            rate, hinge = tf.reduce_mean(kl), tf.reduce_mean(tf.nn.relu(kl - case["beta"]))
        logits = answer(z)[:, 0]
        distortion = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))
        loss = distortion + case.get("lambda", 0.0) * hinge
    gradients = [tf.convert_to_tensor(g).numpy() for g in tape.gradient(loss, variables)]
    flat = lambda array: [float(f"{x:.9g}") for x in np.asarray(array, np.float32).ravel()]
    return dict(
        **case,
        loss=float(loss),
        distortion=float(distortion),
        rate=float(rate),
        noise=None if noise is None else flat(noise),
        weights={name: flat(w) for name, w in zip(names, weights)},
        gradients={name: flat(g) for name, g in zip(names, gradients)},
    )


oracle = dict(
    versions=dict(keras=keras.__version__, tensorflow=tf.__version__),
    sizes=dict(words=WORDS, length=LENGTH, embedding=DIMENSIONS, filters=FILTERS, latent=LATENT),
    tokens=texts,
    labels=[int(y) for y in labels],
    cases=[run(case) for case in cases],
)
Path(__file__).with_suffix(".json").write_text(json.dumps(oracle) + "\n")
