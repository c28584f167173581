"""Sums of all word indices of the real archive by a plain Python encoding: writes imdb_sums.json beside this file.

    python imdb_sums.py path/to/aclImdb_v1.tar.gz        (Python 3.11, standard library only; no review text is written)

5000 indices, 400 tokens, words ranked on the training set with ties in order of first appearance (negative reviews first,
then positive ones, by file name).
"""
import collections
import json
import os
import re
import sys
import tarfile

SEPARATORS = str.maketrans({c: " " for c in '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'})
texts = {}
with tarfile.open(sys.argv[1]) as archive:
    for entry in archive:
        match = re.search(r"(train|test)/(neg|pos)/([^/]+\.txt)$", entry.name)
        if match:
            texts[match.groups()] = archive.extractfile(entry).read().decode("utf8")


def words_of(split):
    for key in sorted(key for key in texts if key[0] == split):
        yield texts[key].lower().replace("<br />", " ").translate(SEPARATORS).split()


counts = collections.Counter(word for words in words_of("train") for word in words)
index = {word: rank + 3 for rank, (word, _) in enumerate(counts.most_common(), 1) if rank + 3 < 5000}
sums = {
    split: sum(sum(([1] + [index.get(word, 2) for word in words])[-400:]) for words in words_of(split))
    for split in ("train", "test")
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "imdb_sums.json"), "w", encoding="utf8") as out:
    json.dump({"words": 5000, "length": 400, **sums}, out)
    out.write("\n")
