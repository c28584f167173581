"""Keras or PyTorch as a contestant of `npm run bench`: reads commands, a JSON object a line, and answers each with one.

python contestants.py keras|torch FOLDER BATCH LAMBDA      (FOLDER holds the reviews as the benchmark wrote them)
"""

import json
import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

kind, folder, batch, lamb = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
LENGTH = 400


def read(part):
    tokens = np.fromfile(os.path.join(folder, f"{part}.tokens"), np.int32).reshape(-1, LENGTH)
    return tokens, np.fromfile(os.path.join(folder, f"{part}.labels"), np.int32).astype(np.float32)


class Keras:
    def __init__(self):
        import keras
        import tensorflow as tf
        from keras import layers

        class Bottleneck(layers.Layer):
            def __init__(self):
                super().__init__()
                self.noise = keras.random.SeedGenerator(0)

            def call(self, inputs, training=False):
                mean, log_var = inputs
                kl = -0.5 * tf.reduce_sum(tf.reduce_mean(1 + log_var - mean**2 - tf.exp(log_var), 0))
                self.add_loss(lamb * kl)
                if not training:
                    return mean
                return mean + tf.exp(log_var / 2) * keras.random.normal(tf.shape(mean), seed=self.noise)

        class Clock(keras.callbacks.Callback):
            def on_train_batch_begin(self, step, logs=None):
                self.started = time.perf_counter()

            def on_train_batch_end(self, step, logs=None):
                self.times.append(1000 * (time.perf_counter() - self.started))

        inputs = keras.Input((LENGTH,), dtype="int32")
        h = layers.Embedding(5000, 50)(inputs)
        h = layers.GlobalMaxPooling1D()(layers.Conv1D(250, 3, activation="relu")(h))
        z = Bottleneck()([layers.Dense(128)(h), layers.Dense(128)(h)])
        self.model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(z))
        self.model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        self.clock = Clock()
        self.versions = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"

    def train(self, x, y, clocked):
        self.clock.times = []
        self.model.fit(x, y, batch_size=batch, verbose=0, callbacks=[self.clock] if clocked else [])
        return self.clock.times

    def evaluate(self, x, y):
        return self.model.evaluate(x, y, batch_size=batch, verbose=0)[1]


class Torch:
    def __init__(self):
        import torch
        from torch import nn

        class Network(nn.Module):
            def __init__(self):
                super().__init__()
                self.embedding = nn.Embedding(5000, 50)
                nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
                self.convolution = nn.Conv1d(50, 250, 3)
                self.mean, self.log_var, self.output = nn.Linear(250, 128), nn.Linear(250, 128), nn.Linear(128, 1)

            def forward(self, x):
                h = torch.relu(self.convolution(self.embedding(x).transpose(1, 2))).amax(2)
                mean, log_var = self.mean(h), self.log_var(h)
                kl = -0.5 * (1 + log_var - mean**2 - log_var.exp()).mean(0).sum()
                z = mean + (log_var / 2).exp() * torch.randn_like(mean) if self.training else mean
                return self.output(z)[:, 0], kl

        self.torch, self.network = torch, Network()
        self.adam = torch.optim.Adam(self.network.parameters())
        self.versions = f"PyTorch {torch.__version__}"

    def train(self, x, y, clocked):
        torch, times = self.torch, []
        self.network.train()
        order = np.random.default_rng(1).permutation(len(x))
        for start in range(0, len(x), batch):
            begun = time.perf_counter()
            rows = order[start : start + batch]
            logits, kl = self.network(torch.from_numpy(x[rows]).long())
            targets = torch.from_numpy(y[rows])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets) + lamb * kl
            self.adam.zero_grad()
            loss.backward()
            self.adam.step()
            times.append(1000 * (time.perf_counter() - begun))
        return times

    def evaluate(self, x, y):
        torch, right = self.torch, 0
        self.network.eval()
        with torch.no_grad():
            for start in range(0, len(x), batch):
                logits, _ = self.network(torch.from_numpy(x[start : start + batch]).long())
                right += int(((logits.numpy() > 0) == (y[start : start + batch] > 0.5)).sum())
        return right / len(x)


contestant = {"keras": Keras, "torch": Torch}[kind]()
train, test = read("train"), read("test")
at = 0
for line in sys.stdin:
    command = json.loads(line)
    started = time.perf_counter()
    answer = {}
    if command["do"] == "info":
        answer = {"versions": contestant.versions}
    if command["do"] == "steps":
        count = command["count"] * batch
        rows = np.arange(at, at + count) % len(train[0])
        at = (at + count) % len(train[0])
        answer = {"ms": contestant.train(train[0][rows], train[1][rows], True)}
    if command["do"] == "evaluate":
        count = command["count"] * batch
        started = time.perf_counter()
        contestant.evaluate(test[0][:count], test[1][:count])
        answer = {"ms": [1000 * (time.perf_counter() - started) / command["count"]]}
    if command["do"] == "epoch":
        contestant.train(*train, False)
        trained = time.perf_counter()
        accuracy = contestant.evaluate(*test)
        answer = {"train": trained - started, "validation": time.perf_counter() - trained, "accuracy": float(accuracy)}
    answer["peakBytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(answer), flush=True)
