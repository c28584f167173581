"""Indices of a few hand-written texts by Keras itself: writes imdb_keras.json beside this file.

Keras's own Tokenizer ranks the words, its imdb.load_data shifts, marks the start and cuts the vocabulary, and its
pad_sequences pads. Made with Keras 3.15.1 (numpy backend), NumPy 2.4.6, Python 3.11:

    pip install keras==3.15.1 numpy==2.4.6 scipy jax && KERAS_BACKEND=numpy python imdb_keras.py

Two things are done for Keras beforehand: `<br />` becomes a blank (Keras would keep `br` as a word), and a test word that the
training texts lack gets a rank beyond every vocabulary (Keras's own file leaves such words out).
"""
import json
import os
import tempfile

os.environ.setdefault("KERAS_BACKEND", "numpy")
import numpy as np
import keras
from keras.src.datasets import imdb
from keras.src.legacy.preprocessing.text import Tokenizer, text_to_word_sequence
from keras.utils import pad_sequences

TRAIN = [
    "The kettle sang; the cat did not.",
    "A cat, a kettle and a window: that's the whole plot.",
    "Don't look for the window. Don't look at all!",
    "The plot (what plot?) is told in 12 minutes.",
    "We left at 9:30<br /><br />and came back at 11.",
    "THE LOUD PART WAS LOUD, the quiet part was quiet.",
    "it's its it's its 'quoted' words' o'clock",
    "semi-colons; under_scores, back\\slashes, [brackets] {braces} <angles>",
    "tabs\tand\nnew lines\n\nand   blanks",
    "Caf\u00e9 na\u00efve \u00c9LAN caf\u00e9",
    "!!! ... ???",
    "one two two three three three four four four four",
    "zebra apple zebra apple mango mango",
    "50% of $20 is #1 @ home & away, or ~10^1 * 1 = 10 + 0",
    "the the the the the the the the the the the the the the",
    "A window/door is a \"window\" | a door `ajar`",
    "The cat sat by the window, and the kettle sat by the cat, and the door sat by the kettle.",
    "Ends with a mark!",
    "  leading and trailing blanks  ",
    "x",
]
TEST = [
    "The cat and the zebra look at a window",
    "unseen words stay unseen, the cat knows",
    "Don't<br />look: a door was quiet and the part was loud and the plot was told at home by one cat",
    "",
]
SIZES = [(5, 6), (20, 12), (60, 5), (5000, 30), (5000, 1)]
NEVER = 10**6


def plain(text):
    return text.replace("<br />", " ")


tokenizer = Tokenizer()
tokenizer.fit_on_texts([plain(t) for t in TRAIN])
rank = tokenizer.word_index
words = sorted(rank, key=rank.get)


def ranks(texts):
    rows = np.empty(len(texts), dtype=object)
    for i, text in enumerate(texts):
        rows[i] = [rank.get(w, NEVER) for w in text_to_word_sequence(plain(text))]
    return rows


cases = []
with tempfile.TemporaryDirectory() as folder:
    stored = os.path.join(folder, "imdb.npz")
    # load_data shuffles; the labels carry the row numbers so that the order can be restored.
    np.savez(
        stored,
        x_train=ranks(TRAIN), y_train=np.arange(len(TRAIN)),
        x_test=ranks(TEST), y_test=np.arange(len(TEST)),
    )
    imdb.get_file = lambda **_: stored
    for num_words, maxlen in SIZES:
        (xa, ya), (xb, yb) = imdb.load_data(num_words=num_words)
        train = [list(map(int, xa[i])) for i in np.argsort(ya)]
        test = [list(map(int, xb[i])) for i in np.argsort(yb)]
        cases.append({
            "words": num_words,
            "length": maxlen,
            "train": train,
            "test": test,
            "paddedTrain": pad_sequences(train, maxlen=maxlen).tolist(),
            "paddedTest": pad_sequences(test, maxlen=maxlen).tolist(),
        })

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "imdb_keras.json"), "w", encoding="utf8") as out:
    made = {"keras": keras.__version__, "numpy": np.__version__}
    json.dump({"madeWith": made, "trainTexts": TRAIN, "testTexts": TEST, "ranked": words, "cases": cases}, out)
    out.write("\n")
