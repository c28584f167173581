"""Leaves folders out of a notebook: a report tells which file was read, and not where a person keeps it."""

import html
import json
import os
import re
from pathlib import Path
from urllib.parse import quote

root = str(Path(__file__).resolve().parent.parent.parent)
ASSIGNED = re.compile(r'^\w+ = (".*");$', re.MULTILINE)


def shorten(notebook, *more):
    """Replaces, in all texts of a notebook, the full paths among its parameters (and `more`) by their last parts.

    Paths of this clone become relative to it, and those below the home folder begin with `~`.
    """
    folders = {folder for path in [*named_in(notebook), *more] for folder in folders_of(path)}
    pairs = [(folder + os.sep, "") for folder in folders] + [(folder, "…") for folder in folders if folder.count(os.sep) > 1]
    pairs += [("file://" + root + "/", ""), (root + os.sep, ""), (root, ".")]
    home = os.path.expanduser("~")
    if len(home) > 1 and os.path.isabs(home):
        pairs += [(home + os.sep, "~" + os.sep), (home, "~")]
    # The longest first: a folder's text begins with that of the folder around it.
    written = sorted({(form, to) for text, to in pairs for form in forms(text)}, key=lambda pair: -len(pair[0]))
    if not written:
        return notebook
    replacements = dict(written)
    ends = (re.escape(text) + ("" if text[-1] in "/\\" else r"(?![\w.-])") for text, _ in written)
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(ends)})")

    def change(text):
        return text if text.startswith("data:image/") else pattern.sub(lambda m: replacements[m[0]], text)

    return replaced(notebook, change)


def named_in(notebook):
    """Absolute paths among the values that a run was given."""
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            for text in ASSIGNED.findall(cell.source):
                value = json.loads(text)
                if os.path.isabs(value):
                    yield value
    run = notebook.metadata.get("papermill", {})
    for value in [*run.get("parameters", {}).values(), run.get("input_path"), run.get("output_path")]:
        if isinstance(value, str) and os.path.isabs(value):
            yield value


def folders_of(path):
    """The folder of a path, and the folder that it really is."""
    return {f for f in (os.path.dirname(path), os.path.dirname(os.path.realpath(path))) if len(f) > 1}


def forms(text):
    """A text as it stands in prose, in a string of code, in HTML and in an address."""
    code = {json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]}
    page = {html.escape(text), html.escape(text, quote=False), html.escape(text).replace("&#x27;", "&#39;")}
    return {text, quote(text)} | code | page


def replaced(value, change):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        for key in value:
            value[key] = replaced(value[key], change)
    elif isinstance(value, list):
        value[:] = [replaced(item, change) for item in value]
    return value
