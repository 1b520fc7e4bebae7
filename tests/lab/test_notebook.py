"""What a check knows of its notebook."""

import IPython
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from convlib.lab import notebook
from convlib.lab.notebook import Uncompiled, shows_html


@pytest.fixture
def shell():
    """A shell of its own, which keeps no history."""
    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell(config=config)


def test_only_a_front_end_that_names_its_cell_shows_html(monkeypatch):
    for parent, shows in [({"metadata": {"cellId": "a"}}, True), ({"metadata": {}}, False), ({}, False)]:
        front = type("Front", (), {"get_parent": lambda self, parent=parent: parent})()
        monkeypatch.setattr(IPython, "get_ipython", lambda front=front: front)
        assert shows_html() is shows
    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    assert not shows_html()


def test_a_cell_that_does_not_compile_is_remembered_until_it_does(shell, capsys):
    seen = Uncompiled()
    shell.events.register("post_run_cell", seen.after_cell)
    shell.run_cell("def f():\n    return 1\n\ndef g():\n    return 1")
    assert seen.note("f") == []
    shell.run_cell("def f():\n    return (2\n\ndef g():\n    return 2")
    (note,) = seen.note("f")
    assert note.startswith("Your last change of f does not compile (SyntaxError in line ")
    assert note.endswith("this is the version before it.") and shell.user_ns["f"]() == 1
    assert seen.note("g") and not seen.note("h")
    shell.run_cell("def f():\n    return 3")
    assert seen.note("f") == [] and seen.note("g")
    shell.run_cell("1 +")  # it defines nothing
    shell.run_cell("class g:\n    x = undefined_name")  # it compiles
    assert seen.names == {}


def test_the_cells_are_followed_from_the_import_of_the_check_on(shell, monkeypatch):
    monkeypatch.setattr(notebook, "UNCOMPILED", seen := Uncompiled())
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    notebook.watch_cells()
    shell.run_cell("def f(:\n    pass")
    assert "f" in seen.names
