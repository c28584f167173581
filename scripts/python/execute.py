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
import papermill.engines
from base_names import shorten
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import NotebookExecutionManager
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


COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def numbered(notebook):
    """The code cells, with the numbers that a reader of the notebook itself finds beside them."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return enumerate((c for c in code if "injected-parameters" not in c.metadata.get("tags", [])), 1)


def errors_of(cell):
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def message_of(cell, numbers):
    """What a failed cell said and at which line, without the stack; cells by the numbers of `numbered`, not of this run."""
    lines = [line for error in errors_of(cell)[:1] for line in error.traceback if not re.match(r" *(?:at|\.\.\.) ", line)]
    text = COLOURS.sub("", "\n".join(lines)).strip() or "(it printed no message)"
    return re.sub(r"Cell \[(\d+)\]", lambda found: f"Cell [{numbers.get(int(found[1]), found[1])}]", text)


class Manager(NotebookExecutionManager):
    """Keeps the error that stopped a run also where the kernel shows it elsewhere: under an earlier cell that caused it."""

    def cell_exception(self, cell, cell_index=None, **kwargs):
        error = kwargs.get("exception")
        if isinstance(error, CellExecutionError) and not errors_of(cell):
            # After the cell's source, which nbclient puts before it.
            traceback = error.traceback.rpartition("-" * 18 + "\n\n")[2].strip().split("\n")
            cell.outputs.append(new_output("error", ename=error.ename, evalue=error.evalue, traceback=traceback))
        super().cell_exception(cell, cell_index, **kwargs)


def at(number, cell):
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    first = next((line for line in lines if not line.startswith("//")), lines[0] if lines else "")
    return f"Cell [{number}], which begins with `{first if len(first) <= 80 else first[:79] + '…'}`,"


def explain(notebook):
    """Which cell failed, and its message."""
    numbers = {cell.execution_count: number for number, cell in numbered(notebook)}
    for number, cell in numbered(notebook):
        if cell.metadata.get("papermill", {}).get("exception") or errors_of(cell):
            return f"{at(number, cell)} failed:\n{message_of(cell, numbers)}"
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("exception"):
            return f"The parameters could not be set:\n{message_of(cell, numbers)}"
    return "A cell failed, and the kernel printed no message."


def keep_no_folders(target):
    """What is kept of a run may be committed or sent: it names files, and not the folders of this machine."""
    if Path(target).exists():
        named = [os.path.abspath(os.path.expanduser(path)) for path in [os.environ.get("VIB_IMDB", "")] if path]
        notebook = shorten(nbformat.read(target, as_version=4), *named)
        Path(f"{target}.partial").write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        os.replace(f"{target}.partial", target)


def explain_end(error, target):
    """What is known when not a cell failed but the kernel."""
    dead = isinstance(error, DeadKernelError)
    what = "the kernel ended; the system ends a program that takes too much memory" if dead else str(error).strip()
    started = []
    if Path(target).exists():
        cells = numbered(nbformat.read(target, as_version=4))
        started = [one for one in cells if one[1].metadata.get("papermill", {}).get("start_time")]
    return f"{at(*started[-1])} was running when this happened: {what}." if started else f"The run broke off: {what}."


def main(source, target, parameters):
    # Warnings are of parameters, which were checked before; what goes wrong is told below.
    logging.disable()
    papermill_translators.register("typescript", TypeScriptTranslator)
    papermill.engines.NotebookExecutionManager = Manager
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
    except OSError as error:
        sys.exit(f"{error.strerror or error}: {error.filename or target}")
    except RuntimeError as error:
        sys.exit(explain_end(error, target))
    keep_no_folders(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
