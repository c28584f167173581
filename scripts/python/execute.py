"""Executes a notebook with papermill: execute.py INPUT OUTPUT PARAMETERS_JSON

papermill has no TypeScript of its own; the translator below writes the injected cell.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path

import nbformat
import papermill
from base_names import shorten
from papermill.exceptions import PapermillExecutionError
from papermill.translators import Translator, papermill_translators


class TypeScriptTranslator(Translator):
    """Assignments without `let`: the cell tagged `parameters` has declared the names."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"{name} = {str_val};"


# The kernel's own lines of a stack trace tell a reader nothing.
KERNEL_FRAMES = re.compile(r"^    at .*(?:tslab|node:|evalmachine).*\n?", re.MULTILINE)


def explain(notebook):
    """The message of the cell that failed: tslab writes it to standard error."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.get("metadata", {}).get("papermill", {}).get("exception"):
            errors = [o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]
            message = KERNEL_FRAMES.sub("", "".join(errors)).strip()
            return f"Cell {number} failed:\n\n{cell.source}\n\n{message or '(it printed no message)'}"
    return "A cell failed, and the kernel printed no message."


def keep_no_folders(target):
    """What is kept of a run may be committed or sent: it names files, and not the folders of this machine."""
    if Path(target).exists():
        named = [os.path.abspath(os.path.expanduser(path)) for path in [os.environ.get("VIB_IMDB", "")] if path]
        notebook = shorten(nbformat.read(target, as_version=4), *named)
        Path(f"{target}.partial").write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        os.replace(f"{target}.partial", target)


def main(source, target, parameters):
    # Its warnings are of parameters, which were checked before.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    papermill_translators.register("typescript", TypeScriptTranslator)
    try:
        papermill.execute_notebook(
            source,
            target,
            parameters=json.loads(parameters),
            kernel_name="tslab",
            progress_bar=sys.stderr.isatty(),
            start_timeout=120,
            # A cell's last outputs may lag behind its reply; on a busy machine by more than the usual 4 seconds.
            iopub_timeout=120,
        )
    except PapermillExecutionError:
        sys.exit(explain(nbformat.read(target, as_version=4)))
    finally:
        keep_no_folders(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
