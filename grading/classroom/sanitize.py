"""Clean a graded notebook of everything that could act in formgrader or in the feedback page.

nbgrader's templates put a written answer into the instructor's logged-in page as it is. Nothing may remain in the
notebook that runs, submits, navigates or loads something when it is rendered: no script, frame, form, event handler,
style or address. What was meant as text stays readable, and HTML in a code block stays visible as code.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from functools import cache
from html import escape, unescape
from typing import Any

import nh3
from nbconvert.exporters.html import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.classroom.intake import IMAGES, released

# Tables, lists and emphasis; no form, no frame, no media but images, no style sheet.
TAGS = set(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol "
    "p pre q s samp small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start"},
    "details": {"open"},
    "div": {"class"},
    "span": {"class"},
    "table": {"border"},
}
IMAGE = re.compile(rf"data:({'|'.join(IMAGES)});base64,[A-Za-z0-9+/=\s]+")
# The classes of highlighted code; any other could make text look like a part of formgrader.
HIGHLIGHT = re.compile(r"highlight|[a-z]{1,2}\d?")
LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
CODE = re.compile(r"(<(pre|code)>.*?</\2>)", re.DOTALL)
# TeX that MathJax turns into links, styles or HTML, loads on demand, or with which such commands can be assembled.
TEX = re.compile(
    r"\\(?=(?:href|url|style|class|cssId|data|require|unicode|bbox|includegraphics|mmlToken|html|enclose|tip|texttip|"
    r"toggle|def|let|newcommand|renewcommand|providecommand|newenvironment|renewenvironment|DeclareMathOperator|"
    r"definecolor|csname|Newextarrow)(?![A-Za-z]))"
)
MAX_MARKDOWN = 30_000  # characters of all written answers: some texts take quadratic time to render
BLANK = re.compile(r"\n\s*\n")
LABEL = "This answer could not be displayed safely, so its source is shown:"


class Sanitize(NbGraderPreprocessor):
    """Clean the cells and outputs of a student's notebook; the course's own text stays as it is."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean a whole notebook."""
        course = {cell.source for cell in released(resources["nbgrader"]["assignment"]).cells}
        left = MAX_MARKDOWN
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code":
                cell.outputs = [clean for output in cell.outputs if (clean := clean_output(output))]
                count = cell.execution_count
                cell.execution_count = count if isinstance(count, int) else None
            elif cell.cell_type == "markdown":
                attached = cell.pop("attachments", {})
                if cell.source not in course:
                    cell.source = clean_markdown(cell.source, attached, left)
                    left -= min(left, len(cell.source))
            else:
                text = verbatim(cell.source)
                nb.cells[index] = new_markdown_cell(text, id=cell.id, metadata=cell.metadata)
        return nb, resources


def clean_markdown(source: str, attachments: dict[str, Any] | None = None, longest: int = MAX_MARKDOWN) -> str:
    """Return Markdown that renders without doing anything, and unchanged if it does so already.

    What nbconvert makes of the source is cleaned, not the source: so no subtlety of Markdown matters. Markdown whose
    rendering had to change is replaced by the cleaned HTML, as one block that Markdown passes through.
    """
    if len(source) > longest:
        return f"{LABEL}\n\n{verbatim(source)}"
    try:
        html = render(source, attachments)
        clean = clean_html(html)
        if same(html, clean):
            return source
        # A blank line would end the block, and what follows would be read as Markdown again.
        block = f"<div>{BLANK.sub(lambda lines: lines[0].replace(chr(10), '&#10;'), clean.strip())}</div>"
        if has_text(clean) and same(render(block), clean_html(block)):
            return block
    except (Exception, RecursionError):  # the renderer fails on some texts, and in formgrader it would fail again
        pass
    return f"{LABEL}\n\n{verbatim(source)}"


def render(source: str, attachments: dict[str, Any] | None = None) -> str:
    """Return the HTML that nbgrader's pages make of a Markdown cell."""
    return exporter().markdown2html({"cell": {"attachments": attachments or {}}}, source)


@cache
def exporter() -> HTMLExporter:
    """Return the exporter whose filter nbgrader's templates use."""
    return HTMLExporter()


def has_text(html: str) -> bool:
    """Return whether anything is left to see."""
    return "<img" in html or bool(nh3.clean(html, tags=set()).strip())


def same(html: str, clean: str) -> bool:
    """Return whether cleaning changed nothing but notation."""
    return notation(html) == notation(clean)


def notation(html: str) -> str:
    """Return HTML with quotation marks and empty elements written in one way."""
    for written, plain in (
        ("&quot;", '"'),
        ("&#10;", "\n"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        (" />", ">"),
        ("&nbsp;", "\N{NO-BREAK SPACE}"),
    ):
        html = html.replace(written, plain)
    return html.strip()


def clean_html(html: str) -> str:
    """Return HTML that neither runs nor loads anything; links become text."""
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=keep_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    html = IMG.sub(image_text, LINK.sub(link_text, html))
    html = nh3.clean(
        html,
        tags=TAGS - {"a"},
        attributes=ATTRIBUTES,
        attribute_filter=keep_attribute,
        url_schemes={"data"},
        link_rel=None,
    )
    return "".join(part if part.startswith(("<pre>", "<code>")) else clean_tex(part) for part in split_code(html))


def keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value if it is harmless."""
    if (tag, name) == ("img", "src"):
        return value if IMAGE.fullmatch(value) else None
    if (tag, name) == ("a", "href") and not re.match(r"(https?://|mailto:)", value):
        return None
    if name == "class" and not HIGHLIGHT.fullmatch(value):
        return None
    # Without these, each tag in the cleaned HTML can be told from text.
    return value.replace("<", "").replace(">", "")


def link_text(link: re.Match[str]) -> str:
    """Return what is shown instead of a link: nothing in formgrader may lead to a page that a student chose."""
    address, text = link[1], link[2]
    if not address and text == "¶":  # nbconvert's anchor of a heading
        return ""
    if not address or unescape(address).removeprefix("mailto:") == unescape(text):
        return text
    return f"{text} ({address})"


def image_text(tag: re.Match[str]) -> str:
    """Return what is shown instead of an image that would have been loaded from somewhere."""
    if ' src="' in tag[0]:
        return tag[0]
    alt = re.search(r' alt="([^"]*)"', tag[0])
    return f"[image: {alt[1]}]" if alt and alt[1] else "[image]"


def split_code(html: str) -> list[str]:
    """Split HTML into code, in which MathJax leaves TeX alone, and all else."""
    parts, end = [], 0
    for code in CODE.finditer(html):
        parts += [html[end : code.start()], code[0]]
        end = code.end()
    return [*parts, html[end:]]


def clean_tex(text: str) -> str:
    """Return text in which TeX commands that act are shown instead of obeyed."""
    return TEX.sub(r"\\backslash ", text)


def verbatim(text: str) -> str:
    """Return Markdown that shows a text as it is."""
    return f"<pre>{escape(text, quote=False)}</pre>"


# Outputs


def clean_output(output: Any) -> NotebookNode | None:
    """Return a new output with what is harmless of an old one, or None if nothing is left."""
    kind = output.get("output_type") if isinstance(output, dict) else None
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=text_of(output.get("text")))
    if kind == "error":
        traceback = output.get("traceback")
        lines = [text_of(line) for line in traceback] if isinstance(traceback, list) else []
        return new_output(
            "error", ename=text_of(output.get("ename")), evalue=text_of(output.get("evalue")), traceback=lines
        )
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = {mime: clean for mime, clean in clean_bundle(output["data"]).items() if clean is not None}
        metadata = {mime: sizes(output.get("metadata"), mime) for mime in data if mime in IMAGES}
        new = new_output(kind, data=data, metadata={mime: about for mime, about in metadata.items() if about})
        if kind == "execute_result":
            count = output.get("execution_count")
            new.execution_count = count if isinstance(count, int) else None
        return new if data else None
    return None


def clean_bundle(data: dict[str, Any]) -> dict[str, str | None]:
    """Return the representations that are allowed, cleaned. SVG is not: the course's figures are PNG."""
    clean: dict[str, str | None] = {mime: image(text_of(data[mime])) for mime in IMAGES if mime in data}
    if "text/html" in data:
        html = clean_html(text_of(data["text/html"]))
        clean["text/html"] = html if has_text(html) else None
    if "text/markdown" in data:
        clean["text/markdown"] = clean_markdown(text_of(data["text/markdown"]))
    if "text/latex" in data:
        clean["text/latex"] = clean_tex(text_of(data["text/latex"]))
    if "text/plain" in data:
        clean["text/plain"] = text_of(data["text/plain"])
    return clean


def text_of(text: Any) -> str:
    """Return a text that may be stored as a list of lines, without control characters other than of colour."""
    lines = text if isinstance(text, list) else [text]
    text = "".join(line for line in lines if isinstance(line, str)).encode("utf-8", "replace").decode()
    return re.sub(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]", "", text)


def image(text: str) -> str | None:
    """Return an image in base64 if that is what it is."""
    text = "".join(text.split())
    try:
        b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return text


def sizes(metadata: Any, mime: str) -> dict[str, int | str]:
    """Return an image's size and alternative text."""
    about = metadata.get(mime) if isinstance(metadata, dict) else None
    if not isinstance(about, dict):
        return {}
    kept: dict[str, int | str] = {name: about[name] for name in ("width", "height") if isinstance(about.get(name), int)}
    return kept | ({"alt": text_of(about["alt"])} if isinstance(about.get("alt"), str) else {})
