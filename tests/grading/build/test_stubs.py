"""The stub of ``check``: up to date, and consistent with the module."""

import ast

from convlib.lab import check
from grading.bank import EXERCISES
from grading.build.stubs import check_stub
from grading.course import ROOT

STUB = ROOT / "convlib" / "lab" / "check.pyi"


def heads(text):
    """The header of each public function and class: its parameters, its return type, its bases."""
    return {
        node.name: (
            (ast.unparse(node.args), ast.unparse(node.returns or ast.Constant(None)))
            if isinstance(node, ast.FunctionDef)
            else list(map(ast.unparse, node.bases))
        )
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }


def test_the_stub_is_current():
    assert STUB.read_text(encoding="utf-8") == check_stub(), "run `make build` and commit what it wrote"


def test_it_agrees_with_the_module():
    stub = heads(check_stub())
    written = heads((ROOT / "convlib" / "lab" / "check.py").read_text(encoding="utf-8"))
    assert {name: head for name, head in stub.items() if name not in EXERCISES} == written


def test_an_editor_sees_every_check():
    assert set(EXERCISES) <= heads(check_stub()).keys()
    assert set(dir(check)) == {*EXERCISES, "hand_in", "progress", "releases", "when_written"}
