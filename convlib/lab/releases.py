"""Newer releases of the notebooks, where the course runs in a browser.

There a student's edited copy hides the site's file of the same name. Each notebook of the site carries its release, and
the site lists the current ones: where the two differ, the current notebook is saved beside the copy.
"""

import json
from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

from convlib.lab.notebook import in_browser
from convlib.lab.progress import folder

FILE = "releases.json"
KEY = "convlib_release"  # in a notebook's metadata


class Releases:
    """Which notebooks have a newer release, and the name under which each was saved."""

    def __init__(self) -> None:
        self.saved: dict[str, str] = {}
        self.problem = ""
        if not in_browser():
            return
        try:
            for name, release in json.loads(served(FILE)).items():
                if release_of(folder() / name) != release:
                    self.saved[name] = save_beside(name, release)
        except ValueError:
            self.problem = "The site's list of releases cannot be read: your notebooks stay as they are."
        except OSError as error:
            self.problem = f"The site cannot be asked for newer releases now ({error}): run this cell again later."

    def __repr__(self) -> str:
        return "\n".join(self._sentences(str))

    def _repr_html_(self) -> str:
        up = "" if folder() == Path.cwd() else "../"
        return "".join(
            f"<p>{sentence}</p>"
            for sentence in self._sentences(lambda name: f'<a href="{up}{quote(name)}">{escape(name)}</a>')
        )

    def _sentences(self, link: Callable[[str], str]) -> list[str]:
        found = [
            f"There is a newer release of {link(old)}. It is saved as {link(new)}; your copy stays as it is."
            for old, new in self.saved.items()
        ]
        if self.problem:
            return [*found, self.problem]
        if not in_browser():
            return ["Your notebooks are files on this computer: a newer release comes as new files."]
        return found or ["Your notebooks are the newest release."]


def release_of(path: Path) -> str | None:
    """Return the release that a notebook comes from, or None if it does not say."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"][KEY]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_beside(name: str, release: str) -> str:
    """Save the site's own version of a notebook beside the student's copy, once, and return its name."""
    new = f"{name.removesuffix('.ipynb')} (release {release}).ipynb"
    if not (folder() / new).exists():
        (folder() / new).write_text(served(f"files/{name}"), encoding="utf-8")
    return new


def served(path: str) -> str:
    """Return a file of the site as the server has it, whatever copy the browser keeps."""
    js = import_module("js")  # Pyodide's view of the browser
    request = js.XMLHttpRequest.new()
    request.open("GET", f"{js.location.href.partition('/extensions/')[0]}/{path}", False)
    request.setRequestHeader("Cache-Control", "no-cache")
    try:
        request.send()
    except Exception as error:  # JavaScript's own
        raise OSError("no connection") from error
    if request.status != 200:
        raise OSError(f"it has no {path}")
    return request.responseText
