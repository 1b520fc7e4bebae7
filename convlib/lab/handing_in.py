"""Handing in: a button that saves and downloads the notebook, and what its checks have given so far.

The button runs JupyterLab's own commands, so it downloads the notebook as the reader sees it, whatever its name. Other
programs show one sentence that names their menu.
"""

import json
import sys
from html import escape
from pathlib import Path

from convlib.lab.figures.display import live
from convlib.lab.notebook import in_jupyterlab
from convlib.lab.progress import course, recorded

COMMAND = "apputils:run-all-enabled"
ARGUMENTS = {"commands": ["docmanager:save", "docmanager:download"], "args": {}}
MENU = "Save the notebook first (File › Save), then hand in the .ipynb file"
COLAB = "Choose File › Download › Download .ipynb, and hand in that file"


class HandIn:
    """What a lesson's checks have given so far, and the way to hand it in."""

    def __init__(self) -> None:
        lesson = current_lesson() if live() else None
        self.title = lesson["title"] if lesson else ""
        scores = recorded()
        self.exercises = (
            [(name, scores.get(name, 0.0), points) for name, points in lesson["exercises"]] if lesson else []
        )

    def summary(self) -> str:
        """Return the points and the exercises that are missing; empty where no lesson is known."""
        if not self.exercises:
            return ""
        earned, total = (sum(column) for column in [*zip(*self.exercises, strict=True)][1:])
        missing = [
            name + (f" ({score:g} of {points:g})" if score else "")
            for name, score, points in self.exercises
            if score < points
        ]
        left = f"Not yet passed: {', '.join(missing)}." if missing else "Every check passes."
        return f"{self.title}: {earned:g} of {total:g} points so far. {left} A person reads the written answer. "

    def __repr__(self) -> str:
        return f"{self.summary()}{COLAB if 'google.colab' in sys.modules else MENU}."

    def _repr_html_(self) -> str | None:
        if not in_jupyterlab():
            return None
        return (
            f"<p>{escape(self.summary())}</p>"
            f'<p><button class="jp-mod-styled jp-mod-accept" data-commandlinker-command="{COMMAND}" '
            f"data-commandlinker-args='{json.dumps(ARGUMENTS)}'>Save and download this notebook</button></p>"
            "<p>Hand in the downloaded file. If the button does nothing, run this cell again.</p>"
        )


def current_lesson() -> dict | None:
    """Return the lesson of the folder that the notebook runs in; elsewhere the last one whose checks are recorded."""
    here, scores = Path.cwd().name, recorded()
    named = [lesson for lesson in course() if lesson["name"] == here]
    begun = [lesson for lesson in course() if any(name in scores for name, _ in lesson["exercises"])]
    return next(reversed(named or begun), None)
