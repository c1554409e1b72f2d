"""Keras `fit` on TensorFlow: keras_ways.py WORKLOAD."""

import json
import sys

import keras
import numpy as np
from keras import layers

from serve import serve

workload = json.loads(sys.argv[1])
batch, steps, outputs = workload["batch"], workload["steps"], workload["outputs"]
rows = batch * steps


def dense(x, widths):
    for width in widths:
        x = layers.Dense(width, activation="relu")(x)
    return x


def mlp():
    width = workload["features"]
    x = keras.Input((width,))
    return x, dense(x, workload["shared"]), workload["head"], np.random.rand(rows, width)


def lenet():
    side = workload["side"]
    pictures = keras.Input((side, side, 1))
    x = pictures
    for filters in workload["filters"]:
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 5, activation="relu")(x))
    shared = dense(layers.Flatten()(x), [workload["shared"]])
    return pictures, shared, [workload["head"]], np.random.rand(rows, side, side, 1)


def block(x):
    width, heads = workload["width"], workload["heads"]
    attention = layers.MultiHeadAttention(heads, width // heads, use_bias=False)
    x = layers.LayerNormalization(epsilon=1e-5)(x + attention(x, x))
    hidden = layers.Dense(width)(dense(x, [workload["feedForward"]]))
    return layers.LayerNormalization(epsilon=1e-5)(x + hidden)


class Positions(layers.Layer):
    def build(self, shape):
        self.table = self.add_weight(shape=shape[1:], initializer="random_normal")

    def call(self, x):
        return x + self.table


def transformer():
    tokens, vocabulary = workload["tokens"], workload["vocabulary"]
    ids = keras.Input((tokens,), dtype="int32")
    x = Positions()(layers.Embedding(vocabulary, workload["width"])(ids))
    for _ in range(workload["layers"]):
        x = block(x)
    shared = layers.GlobalAveragePooling1D()(x)
    return ids, shared, [], np.random.randint(vocabulary, size=(rows, tokens))


build = {"mlp": mlp, "lenet": lenet, "transformer": transformer}[workload["model"]]
source, shared, hidden, data = build()
heads = [layers.Dense(size)(dense(shared, hidden)) for size in outputs]
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
targets = [
    np.random.rand(rows, 1) if size == 1 else np.random.randint(size, size=(rows, 1))
    for size in outputs
]
model = keras.Model(source, heads)
model.compile(
    optimizer=keras.optimizers.Adam(0.001),
    loss=["mean_squared_error" if size == 1 else cross_entropy for size in outputs],
)
data = data.astype("int32" if workload["model"] == "transformer" else "float32")


def train_round():
    model.fit(data, targets, batch_size=batch, epochs=1, verbose=0)


serve(train_round, steps, f"Keras {keras.__version__} on {keras.backend.backend()}")
