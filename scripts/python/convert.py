"""Turns an executed notebook into one self-contained HTML file: convert.py NOTEBOOK OUTPUT FACTS_JSON

FACTS_JSON is a file: {"header": {...}, "plotly": path, "mathjax": path}; the template beside this file's folder shows it.
"""

import json
import re
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

NOTICE = "application/vnd.vib-notebooks.notice+json"
# A reference to an equation of another notebook. JupyterLab finds cells, so it names the equation's cell; a report has the
# equation's own anchor.
EQUATION_LINK = re.compile(r"\[\((\d+)\.(\d+)\)\]\((\d\d_\w+)\.ipynb#cell-id=[\w-]+\)")
# A link to a notebook of this collection, with or without a place in it.
NOTEBOOK_LINK = re.compile(r"\]\((\d\d_\w+)\.ipynb(#[^)]*)?\)")
templates = Path(__file__).resolve().parent.parent / "report" / "template"


def notices(notebook):
    """What the notebook said of its data: each distinct notice once, in order."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            notice = output.get("data", {}).get(NOTICE)
            if notice and notice not in found:
                found.append(notice)
    return found


def as_inline_script(path):
    """A script's text that cannot end its element early."""
    return Path(path).read_text(encoding="utf-8").replace("</script", "<\\/script")


def main(source, target, facts_file):
    facts = json.loads(Path(facts_file).read_text(encoding="utf-8"))
    notebook = nbformat.read(source, as_version=4)
    header = facts["header"]
    header["notices"] = notices(notebook)
    notebook.metadata["title"] = header["title"]
    ending = "quick.html" if ".quick.html" in target else "html"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            # Beside a report lie the other reports, not the notebooks.
            cell.source = EQUATION_LINK.sub(rf"[(\1.\2)](\3.{ending}#eq-\1-\2)", cell.source)
            cell.source = NOTEBOOK_LINK.sub(rf"](\1.{ending}\2)", cell.source)
        if "injected-parameters" in cell.metadata.get("tags", []):
            # The kernel prints the value of the last assignment, which the cell shows anyway.
            cell.outputs = []
    exporter = HTMLExporter(
        template_name="vib",
        extra_template_basedirs=[str(templates)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    resources = {
        "report": {
            **header,
            "json": json.dumps(header).replace("<", "\\u003c"),
            "plotly": as_inline_script(facts["plotly"]),
            "mathjax": as_inline_script(facts["mathjax"]),
            "css": (templates / "vib" / "report.css").read_text(encoding="utf-8"),
            "script": (templates / "vib" / "report.js").read_text(encoding="utf-8"),
        }
    }
    html, _ = exporter.from_notebook_node(notebook, resources=resources)
    Path(target).write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
