"""The examinations that the student's checks read: one data file for each exercise."""

from functools import cache
from importlib.resources import files

from convlib.lab.checks.codec import decode_examination
from convlib.lab.checks.model import Examination

FOLDER = files("convlib.lab") / "probes"


def names() -> list[str]:
    """Return the names of the exercises, sorted."""
    return sorted(path.name.removesuffix(".json") for path in FOLDER.iterdir() if path.name.endswith(".json"))


@cache
def examination(name: str) -> Examination:
    """Read an exercise's examination."""
    return decode_examination((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
