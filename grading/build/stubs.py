"""The stub ``convlib/lab/check.pyi``: it declares the check of every exercise for editors and type checkers.

``check`` creates them on demand from the names of its data files, which no editor can see.
"""

from grading.bank import EXERCISES

HEAD = """# Made by `make build`; do not edit.
from collections.abc import Callable
from typing import Any, TypeVar

from convlib.lab.handing_in import HandIn
from convlib.lab.progress import Progress
from convlib.lab.releases import Releases

T = TypeVar("T")

class CheckFailed(AssertionError): ...
class SeeAbove(CheckFailed): ...
class NotWritten(CheckFailed, NotImplementedError): ...

def progress() -> Progress: ...
def hand_in() -> HandIn: ...
def releases() -> Releases: ...
def when_written(show: Callable[[], T]) -> T | None: ...
def run(name: str, function: Callable[..., Any]) -> None: ...
"""


def check_stub() -> str:
    """Return the text of the stub: what ``check.py`` defines, then a function for each exercise."""
    return HEAD + "".join(f"def {name}(function: Callable[..., Any]) -> None: ...\n" for name in EXERCISES)
