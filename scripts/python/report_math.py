"""Markdown with mathematics for the reports: a formula is marked where its author wrote it, and nowhere else.

JupyterLab takes the formulas out of a cell's source before Markdown sees it, so that neither `|` in a table nor `_` can break
them. The same is done here; what comes back is an element `<span class="report-math" data-math=KIND>`, and the page typesets
these elements only. A dollar in any other text is a dollar.
"""

import re
from bisect import bisect_right
from html import escape

from mistune import InlineParser, Markdown, import_plugin
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, MathBlockParser

# After removeMath of JupyterLab (@jupyterlab/rendermime, latex.ts; BSD 3-Clause). A backslash before a backslash makes it a plain
# one, so that `\\\(`, which Markdown shows as `\(`, begins nothing.
TOKENS = re.compile(
    r"((?<!\\)\\\\[()\[\]]|\\\\|\$\$?|\\(?:begin|end)\{[a-z]*\*?\}|\\[{}$]|[{}]|(?:\n\s*)+)", re.IGNORECASE
)
FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:[\s\S]*?)^[ \t>]*(?P=fence)[`~]*[ \t]*$", re.MULTILINE)
CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)([^\n]*?[^`\n])\1(?!`)")
# Private characters: they are letters to Markdown, so emphasis around a formula works.
PLACE = re.compile("\ue000(\\d+)\ue001")
KINDS = {"$": "inline", "\\\\(": "inline-latex", "$$": "display", "\\\\[": "display-latex"}
LITERAL_HTML = re.compile(r"<(pre|code|script|style|textarea)\b", re.IGNORECASE)
TAG = re.compile(r"(<!--[\s\S]*?-->|<[^>]*>)")


class Formulas:
    """The formulas of one source, in order, and the source with places in their stead."""

    def __init__(self, source):
        self.found = []
        self.text = self._take(re.sub("[\ue000\ue001]", "\ufffd", source.replace("\r\n", "\n").replace("\r", "\n")))

    def _take(self, source):
        fences = [m.span() for m in FENCE.finditer(source)]
        spans = [m.span() for m in CODE_SPAN.finditer(source) if not inside(m.start(), fences)]
        code = sorted(fences + spans)
        tokens = [m for m in TOKENS.finditer(source) if not inside(m.start(), code)]
        pieces, done, i = [], 0, 0
        while i < len(tokens):
            last = closing(source, tokens, i, code)
            if last is None:
                i += 1
                continue
            start, end = tokens[i].start(), tokens[last].end()
            pieces += [source[done:start], f"\ue000{len(self.found)}\ue001"]
            self.found.append((KINDS.get(tokens[i][0], "environment"), source[start:end]))
            done, i = end, last + 1
        return "".join([*pieces, source[done:]])

    def element(self, number):
        if number >= len(self.found):
            return ""
        kind, source = self.found[number]
        return f'<span class="report-math" data-math="{kind}">{escape(source, quote=False)}</span>'

    def restored(self, text):
        """What was taken, as it was written: in code, in attributes, in comments."""
        return PLACE.sub(lambda m: escape(self.found[int(m[1])][1]) if int(m[1]) < len(self.found) else "", text)

    def in_html(self, html):
        """Raw HTML of the author: formulas in its text, the characters themselves in its tags."""
        if LITERAL_HTML.search(html):
            return html
        parts = TAG.split(html)
        return "".join(
            self.restored(part) if i % 2 else PLACE.sub(lambda m: self.element(int(m[1])), part)
            for i, part in enumerate(parts)
        )


def inside(position, spans):
    before = bisect_right(spans, (position, float("inf"))) - 1
    return before >= 0 and position < spans[before][1]


def closing(source, tokens, first, code):
    """The index of the token that ends the formula which `tokens[first]` begins; None when it begins none."""
    opening = tokens[first][0]
    if opening in ("$", "$$"):
        end = opening
    elif opening in ("\\\\(", "\\\\["):
        end = "\\\\)" if opening == "\\\\(" else "\\\\]"
    elif opening.startswith("\\begin"):
        end = "\\end" + opening[6:]
    else:
        return None
    braces, last = 0, None
    for i in range(first + 1, len(tokens)):
        token = tokens[i][0]
        if token == end:
            if braces == 0:
                last = i
                break
            last = last or i
        elif token.count("\n") > 1:
            break
        elif token == "{":
            braces += 1
        elif token == "}" and braces:
            braces -= 1
    if last is None:
        return None
    start, stop = tokens[first].end(), tokens[last].start()
    # "$10, or `code` for $": a formula in the line does not reach over code.
    after = bisect_right(code, (start, -1))
    if opening == "$" and after < len(code) and code[after][0] < stop:
        return None
    body = source[start:stop]
    return last if is_formula(opening, body, source[tokens[last].end() : tokens[last].end() + 1]) else None


def is_formula(opening, body, after):
    """Pandoc's rule, which GitHub shares: "$5 and $10" are two prices. Blanks on both sides are taken, as JupyterLab does."""
    if body.strip() == "":
        return False
    if opening != "$":
        return True
    return body[0].isspace() == body[-1].isspace() and not after.isdigit()


class ReportRenderer(IPythonRenderer):
    def __init__(self, formulas, **options):
        # A link to `javascript:` leads nowhere.
        super().__init__(escape=False, allow_harmful_protocols=False, **options)
        self.formulas = formulas

    def formula(self, number):
        return self.formulas.element(number)

    def block_code(self, code, info=None):
        return super().block_code(self.as_written(code), info)

    def block_mermaidjs(self, code):
        return super().block_mermaidjs(escape(code))

    def codespan(self, text):
        return super().codespan(self.as_written(text))

    def block_html(self, html):
        return super().block_html(self.formulas.in_html(html))

    def inline_html(self, html):
        return super().inline_html(self.formulas.restored(html))

    def as_written(self, text):
        found = self.formulas.found
        return PLACE.sub(lambda m: found[int(m[1])][1] if int(m[1]) < len(found) else "", text)


def formula_plugin(markdown):
    def parse(_inline, match, state):
        state.append_token({"type": "formula", "attrs": {"number": int(match["formula_number"])}})
        return match.end()

    markdown.inline.register("formula", "\ue000(?P<formula_number>\\d+)\ue001", parse, before="escape")


def render(source, **options):
    """A Markdown cell as HTML, its formulas marked."""
    formulas = Formulas(source)
    plugins = [*(import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS), formula_plugin]
    # nbconvert's own block parser, less its search for formulas: there are none left, and it looks for them in code too.
    block = MathBlockParser()
    block.rules.remove("multiline_math")
    renderer = ReportRenderer(formulas, **options)
    markdown = Markdown(renderer, block, InlineParser(hard_wrap=False), plugins)
    return formulas.restored(str(markdown(formulas.text)))
