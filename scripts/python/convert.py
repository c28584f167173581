"""Turns an executed notebook into one self-contained HTML file: convert.py NOTEBOOK OUTPUT FACTS_JSON

FACTS_JSON is a file: {"header": {...}, "plotly": {"part": path, "whole": path}}; the template beside this file's folder shows it.

What a notebook's run gave is data, and stays text: it is neither markup, nor mathematics, nor a script (report_html.py).
Formulas are marked where the author of a Markdown cell wrote them (report_math.py); scripts/report/finish.mjs typesets them.
"""

import base64
import hashlib
import json
import os
import re
import secrets
import sys
from itertools import count
from pathlib import Path

import jinja2
import nbformat
from base_names import shorten
from nbconvert import HTMLExporter
from report_html import clean_output, clean_output_markdown, clean_prose
from report_math import render
from traitlets.config import Config

NOTICE = "application/vnd.vib-notebooks.notice+json"
FIGURE = "application/vnd.plotly.v1+json"
# What a report shows of an output, the richest first; anything else has its text/plain.
SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain"]
# A reference to an equation of another notebook. JupyterLab finds cells, so it names the equation's cell; a report has the
# equation's own anchor.
EQUATION_LINK = re.compile(r"\[\((\d+)\.(\d+)\)\]\((\d\d_\w+)\.ipynb#cell-id=[\w-]+\)")
# A link to a notebook of this collection, with or without a place in it.
NOTEBOOK_LINK = re.compile(r"\]\((\d\d_\w+)\.ipynb(#[^)]*)?\)")
# What the small bundle of Plotly draws (plotly.js-cartesian-dist-min); a report with anything else carries the whole library.
SMALL = {"scatter", "bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image", "pie", "violin"}
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


def as_inline_script(text):
    """A script's text that cannot end its element early, nor hide its end, and that every browser reads as these characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"<(?=!--|/?script)", r"\\x3c", text, flags=re.IGNORECASE)


def as_inline_json(value):
    return json.dumps(value).replace("<", "\\u003c")


def rounded(value):
    """Six digits, which no eye tells apart from sixteen."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return {key: rounded(one) for key, one in value.items()} if isinstance(value, dict) else value


def figure_json(plot):
    """Plotly's JSON without links: its texts may hold a few tags, and `<a href>` is one of them."""
    parts = {key: rounded(plot.get(key)) for key in ("data", "layout", "config")}
    text = json.dumps(parts, separators=(",", ":"))
    return re.sub(r"<(?=/?a\b)", "&lt;", text, flags=re.IGNORECASE).replace("<", "\\u003c")


def policy(scripts):
    """The Content-Security-Policy of a report that holds these scripts: they run, nothing else does, and nothing is fetched.

    Plotly sets styles of elements, which no hash can name; pictures are drawn from `data:` and, when a figure is saved
    as PNG, `blob:`. A report that brings a worker needs `worker-src blob:`, and one that compiles WebAssembly
    `'wasm-unsafe-eval'` in script-src; add them here, for that report only. (test/notebooks/report-safety.test.ts)
    """
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(f'{chr(39)}sha256-{one}{chr(39)}' for one in hashes)}",
            "script-src-attr 'none'",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            "connect-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "worker-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def figures_of(notebook):
    return [o.data[FIGURE] for cell in notebook.cells for o in cell.get("outputs", []) if FIGURE in o.get("data", {})]


def plotly_for(notebook, bundles):
    """The least of Plotly that draws the notebook's figures."""
    traces = [trace for plot in figures_of(notebook) for trace in plot.get("data") or []]
    kinds = {trace.get("type", "scatter") if isinstance(trace, dict) else None for trace in traces}
    return Path(bundles["part" if kinds <= SMALL else "whole"])


def is_prose(cell):
    """Whether what a cell printed is a sentence of its author's with the run's numbers in it (`conclude` of lib/show)."""
    return not {"conclusion", "answer"}.isdisjoint(cell.metadata.get("tags", []))


def prepare(notebook, ending):
    """Sets links and outputs for a report; the file of the notebook stays as it is."""
    def linked(source):
        """Beside a report lie the other reports, not the notebooks."""
        source = EQUATION_LINK.sub(rf"[(\1.\2)](\3.{ending}#eq-\1-\2)", source)
        return NOTEBOOK_LINK.sub(rf"](\1.{ending}\2)", source)

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = linked(cell.source)
        for output in cell.get("outputs", []) if is_prose(cell) else []:
            if "text/markdown" in output.get("data", {}):
                output.data["text/markdown"] = linked(output.data["text/markdown"])
        if "injected-parameters" in cell.metadata.get("tags", []):
            # The kernel prints the value of the last assignment, which the cell shows anyway.
            cell.outputs = []


def exporter():
    made = HTMLExporter(
        template_name="vib",
        extra_template_basedirs=[str(templates)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        sanitize_html=True,
        config=Config(NbConvertBase={"display_data_priority": SHOWN}),
    )

    @jinja2.pass_context
    def markdown(context, source):
        return render(source, attachments=context.get("cell", {}).get("attachments", {}))

    made.register_filter("markdown2html", markdown)
    # nbconvert puts Markdown cells and coloured code through this filter; the template's outputs have their own two.
    made.register_filter("clean_html", clean_prose)
    made.register_filter("clean_output", clean_output)
    made.register_filter("clean_output_markdown", clean_output_markdown)
    made.register_filter("is_prose", is_prose)
    made.register_filter("figure_json", figure_json)
    numbers = count(1)
    made.register_filter("figure_number", lambda _output: next(numbers))
    return made


def main(source, target, facts_file):
    facts = json.loads(Path(facts_file).read_text(encoding="utf-8"))
    notebook = shorten(nbformat.read(source, as_version=4))
    header = facts["header"]
    header["notices"] = notices(notebook)
    for parameter in header["parameters"]:
        if os.path.isabs(str(parameter["shown"])):
            parameter["shown"] = os.path.basename(parameter["shown"])
    notebook.metadata["title"] = header["title"]
    prepare(notebook, "quick.html" if ".quick.html" in target else "html")
    own = templates / "vib"
    scripts = [as_inline_script((own / "page.js").read_text(encoding="utf-8"))]
    if figures_of(notebook):
        files = [plotly_for(notebook, facts["plotly"]), own / "figures.js"]
        scripts += [as_inline_script(file.read_text(encoding="utf-8")) for file in files]
    # nbconvert parses the whole page once more: the scripts, whose hashes must hold, come after that.
    place = f"scripts-{secrets.token_hex(16)}"
    resources = {
        "report": {
            **header,
            "policy": policy(scripts),
            "json": as_inline_json(header),
            "css": (own / "report.css").read_text(encoding="utf-8"),
            "scripts": place,
        }
    }
    html, _ = exporter().from_notebook_node(notebook, resources=resources)
    elements = "\n".join(f"<script>{script}</script>" for script in scripts)
    Path(target).write_text(html.replace(f"<!--{place}-->", elements), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
