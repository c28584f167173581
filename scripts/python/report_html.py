"""HTML for the reports: what may stand in a page, whoever wrote it.

Markdown cells are their author's and may hold harmless HTML. Outputs hold data: they get fewer rights still. What is not allowed
is not dropped but shown, as the text that it is.
"""

import re
from html import unescape

import bleach
from bleach.css_sanitizer import CSSSanitizer
from mistune import HTMLRenderer, create_markdown

TAGS = frozenset(
    """a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub summary sup table tbody
    td tfoot th thead time tr tt u ul var wbr""".split()
)
STYLES = frozenset(
    """background background-color border border-bottom border-bottom-color border-collapse border-color border-left
    border-left-color border-radius border-right border-right-color border-spacing border-style border-top border-top-color
    border-width box-sizing caption-side color display font font-family font-size font-style font-variant font-variant-numeric
    font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top
    max-height max-width min-height min-width opacity overflow overflow-wrap overflow-x overflow-y padding padding-bottom
    padding-left padding-right padding-top table-layout text-align text-decoration text-indent text-transform unicode-bidi
    vertical-align white-space width word-break word-spacing""".split()
)
GENERAL = frozenset(
    """align alt aria-describedby aria-hidden aria-label aria-labelledby aria-valuemax aria-valuemin aria-valuenow border class
    colspan datetime dir headers height href lang open reversed role rowspan scope span src start style title valign value
    width""".split()
)
# The names that the report's own style and script go by.
OWN_CLASS = re.compile(r"(?:^|\s)(?:report-|jp-|js-plotly|plotly|mjx-|MathJax(?:\s|$)|celltag_|cm-)", re.IGNORECASE)


class Styles(CSSSanitizer):
    """Without addresses: a page that fetches nothing has none in its styles either."""

    def sanitize_css(self, style):
        return "" if re.search(r"url|image|\\|@", style, re.IGNORECASE) else super().sanitize_css(style)


def cleaner(tags, is_allowed):
    return bleach.Cleaner(
        tags=tags,
        attributes=lambda tag, name, value: is_allowed(tag, name, plain(value) if name in ("href", "src") else value),
        # `data:` is for pictures alone, which `general` sees to.
        protocols=["http", "https", "mailto", "data"],
        css_sanitizer=Styles(allowed_css_properties=STYLES),
    )


def plain(value):
    """An address as a browser reads it."""
    return re.sub(r"[\x00-\x20\x7f-\xa0]+", "", unescape(value)).lower()


def general(tag, name, value):
    if name == "src":
        return tag == "img" and re.match(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", value) is not None
    if name == "href":
        return tag == "a" and not value.startswith("data:")
    return name in GENERAL


def of_author(tag, name, value):
    if tag == "input":
        return (name, value) == ("type", "checkbox") or name in ("class", "disabled", "checked")
    return name in ("id", "name") or (tag == "span" and name == "data-math") or general(tag, name, value)


def of_data(tag, name, value):
    return general(tag, name, value) and not (name == "class" and OWN_CLASS.search(value))


prose = cleaner(TAGS | {"input"}, of_author)
output = cleaner(TAGS, of_data)
output_markdown = create_markdown(
    renderer=HTMLRenderer(escape=True, allow_harmful_protocols=False), plugins=["table", "strikethrough"]
)


def clean_prose(html):
    """The HTML of a Markdown cell, and of code set in colours."""
    return prose.clean(str(html))


def clean_output(html):
    """HTML that a cell displayed."""
    return output.clean(str(html))


def clean_output_markdown(text):
    """Markdown that a cell displayed: it may set words in bold, but holds neither HTML nor formulas."""
    return output.clean(output_markdown(text))
