"""Sphinx's settings of the book. Its sources are these pages and what grading/build/book.py makes; see `make site`."""

import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

import grading
from grading.classroom.mathml import mathml

PYPROJECT = Path(grading.__file__).parent.parent / "pyproject.toml"

project = "How a gradient travels back through a convolution"
version = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]
author = "The authors of convlib"
project_copyright = f"{author}. Text and figures: CC BY 4.0. Code: MIT"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.githubpages", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["generated/**"]
templates_path = ["templates"]

myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 2

# The reference: docstrings and signatures. No link leads to the code, which holds the answers.
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "none"  # the docstrings say the types, and the shapes with them
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
add_module_names = False
toc_object_entries_show_parents = "hide"

# Furo for the site, with the course's blue. The PDF is printed from one plain page: `-t page`.
html_theme = "basic" if tags.has("page") else "furo"  # type: ignore[name-defined]  # noqa: F821
html_title = "The way back"
html_static_path = ["static"]
if html_theme == "furo":
    light, dark = (
        {f"color-{each}": blue for each in ("brand-primary", "brand-content", "api-name", "api-pre-name")}
        for blue in ("#005d91", "#82afc9")
    )
    html_theme_options = {"light_css_variables": light, "dark_css_variables": dark}
html_favicon = "static/icon.svg"
html_css_files = ["book.css"]
html_js_files = [("moving.js", {"defer": "defer"})]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_domain_indices = False


def formula(body: list[str], node: nodes.Node, display: bool) -> None:
    """Write a formula as MathML: it needs no script, no font from elsewhere, and can be read aloud."""
    written = mathml(node.astext(), display)
    if not written.startswith("<math"):
        logging.getLogger(__name__).warning("this formula cannot be converted: %s", node.astext(), location=node)
    body.append(f'<div class="formula" tabindex="0">{written}</div>' if display else written)
    raise nodes.SkipNode


def finish(app: Sphinx, pagename: str, templatename: str, context: Any, doctree: Any) -> str | None:
    """Let the keyboard scroll wide code, give headings in the sidebar a level, and slides a page of their own kind."""
    if "body" in context:
        context["body"] = context["body"].replace("<pre>", '<pre tabindex="0">')
    if tree := context.get("furo_navigation_tree"):
        context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')
    return "slides.html" if pagename.startswith("slides/") else None


def setup(app: Sphinx) -> None:
    """Register what the book adds to Sphinx."""
    app.add_html_math_renderer(
        "mathml",
        (lambda writer, node: formula(writer.body, node, False), None),
        (lambda writer, node: formula(writer.body, node, True), None),
    )
    app.connect("html-page-context", finish, priority=900)  # after the theme
