"""What Python's str.split and str.lower do to every character: writes text_python.json beside this file.

    python text_python.py        (Python 3.11, standard library only)

`known` are the characters that this Python's Unicode knows, as ranges: a later Unicode may give new ones a lower case.
"""
import json
import os
import sys
import unicodedata

characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
known = []
for code in (ord(c) for c in characters if unicodedata.category(c) != "Cn"):
    if known and known[-1][1] == code - 1:
        known[-1][1] = code
    else:
        known.append([code, code])
# Cut between letters, as split sees it; and lower case alone, between letters and at the end of a word (a sigma's differs).
cuts = [ord(c) for c in characters if len(f"a{c}b".split()) == 2]
lower = {
    form: {f"{ord(c):x}": pattern.format(c).lower() for c in characters if pattern.format(c).lower() != pattern.format(c)}
    for form, pattern in (("alone", "{}"), ("inside", "a{}b"), ("last", "a{}"))
}
inside = {key: text[1:-1] for key, text in lower["inside"].items()}
last = {key: text[1:] for key, text in lower["last"].items()}
words = ["\u0391\u03a3", "\u039f\u0394\u039f\u03a3 \u03a3", "\u03a3\u03a3.", "a\u03a3'b", "I\u0307", "\u0130STANBUL", "\u1e9e", "\u03a3\u0301"]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "text_python.json"), "w", encoding="ascii") as out:
    json.dump(
        {
            "unicode": unicodedata.unidata_version,
            "known": known,
            "cuts": cuts,
            "lower": lower["alone"],
            "insideDiffers": {key: text for key, text in inside.items() if lower["alone"].get(key) != text},
            "lastDiffers": {key: text for key, text in last.items() if lower["alone"].get(key) != text},
            "words": [[word, word.lower()] for word in words],
        },
        out,
        separators=(",", ":"),
    )
    out.write("\n")
