"""Weights after each of five steps of Keras's Adam, for test/training/adam.test.ts.

Made with Keras 3.15.1 and TensorFlow 2.21.0 (CPU), Python 3.11:
    python test/oracles/adam_keras.py
writes adam_keras.json beside this file. One gradient is small enough (1e-7) for the place of epsilon to matter.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

RATE = 1e-3
gradients = np.array(
    [[1.0, -0.3, 1e-7, 0.0], [0.5, 0.2, -1e-7, 0.0], [-2.0, 0.1, 1e-6, 3.0], [0, -0.4, 1e-7, 0.0], [1e3, 0, 0, 0.0]],
    np.float32,
)
start = np.array([0.5, -1.0, 0.25, 2.0], np.float32)
variable = keras.Variable(start)
optimizer = keras.optimizers.Adam(RATE)
weights = []
for gradient in gradients:
    optimizer.apply([tf.constant(gradient)], [variable])
    weights.append(variable.numpy().tolist())
result = {
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "rate": RATE,
    "start": start.tolist(),
    "gradients": gradients.tolist(),
    "weights": weights,
}
path = Path(__file__).with_suffix(".json")
partial = path.with_suffix(".json.partial")
partial.write_text(json.dumps(result) + "\n")
partial.rename(path)
