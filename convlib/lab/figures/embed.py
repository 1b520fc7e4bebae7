"""A figure that needs no kernel: a module of this folder, with its data, as HTML that depends on nothing else.

The output of a cell with it works in JupyterLab, VS Code and Colab, in a page that nbconvert made and in the book. A
viewer that does not run scripts shows the figure's picture instead.
"""

import json
import re
from html import escape
from importlib.resources import files
from typing import Any

IMPORT = re.compile(r'^import .* from "\./(\w+)\.js";\n', re.MULTILINE)
# Where the metadata of a built notebook's output keeps what ``html`` takes. The output itself has only the picture:
# GitHub would prefer HTML, and show nothing of it.
METADATA = "convlib"
START = """
for (const place of document.querySelectorAll(".convlib-{name}:not([data-started])")) {{
  place.dataset.started = "";
  {name}(place, JSON.parse(place.dataset.figure));
}}
"""


def module(name: str) -> str:
    """Return the source of a module of this folder, with that of the modules that it imports."""
    source = files(__package__).joinpath(f"{name}.js").read_text(encoding="utf-8")
    return IMPORT.sub(lambda other: module(other[1]), source)


def html(name: str, data: dict[str, Any], picture: str) -> str:
    """Return a figure as HTML.

    Parameters
    ----------
    name : str
        The module, and the function of it that shows the figure: "explorer" or "film".
    data : dict
        What the function is called with, after the element.
    picture : str
        The HTML of the picture that shows where scripts do not run.
    """
    figure = escape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    script = f'<script type="module">\n{module(name)}{START.format(name=name)}</script>'
    return f'<div class="convlib-{name}" data-figure="{figure}">{picture}</div>\n{script}'
