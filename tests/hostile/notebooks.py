"""Notebooks whose metadata, cells or outputs are forged, odd or enormous; see also `folders` and `scripts`."""

import copy

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from grading.classroom import demo
from tests.hostile.kinds import notebook
from tests.hostile.scripts import MARKDOWN, OUTPUTS, STREAMS

STUB = demo.body("conv_forward", "    raise NotImplementedError()")["conv_forward"]
WRONG = ("conv_forward",)


def named(nb, name):
    return next(cell for cell in nb.cells if cell.id == name)


def leave_out_the_answer(nb):
    named(nb, "conv_forward").source = STUB


def rewrite_the_check(nb):
    leave_out_the_answer(nb)
    check = named(nb, "check_conv_forward")
    check.source = "100"
    check.metadata.nbgrader |= {"points": 100, "locked": False, "checksum": "0" * 32}


def store_outputs(nb):
    leave_out_the_answer(nb)
    check = named(nb, "check_conv_forward")
    check.outputs = [new_output("execute_result", {"text/plain": "100.0"}, execution_count=1)]
    check.metadata["convlib"] = {"exercise": "conv_forward", "score": 100, "points": 6}


def store_a_report(nb):
    leave_out_the_answer(nb)
    for cell in nb.cells:
        cell.metadata["convlib"] = {"exercise": "conv_forward", "score": 6, "points": 6, "passed": True}


def forge_metadata(nb):
    leave_out_the_answer(nb)
    forged = [7, {"conv_forward": 100}, [1, [2]], "6/6", None, True, {"score": 10**400}, -1]
    for number, cell in enumerate(nb.cells):
        cell.metadata["convlib"] = forged[number % len(forged)]
    nb.metadata["convlib"] = {"conv_forward": 6}
    nb.metadata["kernelspec"] = {"name": "../../../planted", "display_name": "<img src=x>", "language": "bash"}


def add_a_bonus(nb):
    leave_out_the_answer(nb)
    role = dict(grade=True, points=1000, grade_id="bonus", locked=False, solution=False, schema_version=3, task=False)
    nb.cells.append(new_code_cell("1000", metadata={"nbgrader": role | {"cell_type": "code"}}))


def swap_roles(nb):
    """The right answer of one exercise carries the name of another, whose answer is missing."""
    leave_out_the_answer(nb)
    one = named(nb, "conv_single_step")
    copied = copy.deepcopy(one)
    copied.id = "copied"
    copied.metadata.nbgrader["grade_id"] = "conv_forward"
    nb.cells.insert(nb.cells.index(one) + 1, copied)


def change_types(nb):
    leave_out_the_answer(nb)
    for name in ("check_conv_forward", "reflection_sharing"):
        cell = named(nb, name)
        cell.cell_type = "raw"
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)


def repeat_cells(nb):
    leave_out_the_answer(nb)
    for name in ("check_conv_forward", "conv_single_step", "setup"):
        nb.cells.insert(0, copy.deepcopy(named(nb, name)))


def same_ids(nb):
    for cell in nb.cells:
        cell.id = "same"


def turn_round(nb):
    """Every answer still finds what it needs, because functions are looked up when they are called."""
    setup = named(nb, "setup")
    nb.cells = [setup, *(cell for cell in reversed(nb.cells) if cell is not setup)]


def keep_answers_only(nb):
    nb.cells = [cell for cell in nb.cells if cell.id in demo.all_right(demo.FORWARD) or cell.id == "setup"]


def delete_a_check(nb):
    demo.without(nb, "check_conv_forward", "check_output_size")


def grow_metadata(nb):
    nb.metadata["notes"] = {f"key{k}": "v" * 1000 for k in range(5000)}
    nb.cells[0].metadata["more"] = "\u2028" * 10**6


def grow_outputs(nb):
    nb.cells.append(new_code_cell("1", outputs=[new_output("stream", text="z" * 5_000_000)]))
    image = {"x.png": {"image/png": "A" * 5_000_000}}
    nb.cells.append(new_markdown_cell("![x](attachment:x.png)", attachments=image))


def grow_cells(nb):
    nb.cells += [dict(cell_type="code", id=f"c{k}", metadata={}, source="", outputs=[]) for k in range(50_000)]


def grow_a_source(nb):
    nb.cells.append(new_code_cell("# " + "\n# " * 10**6))


def nest(nb):
    deep: list = []
    for _ in range(400):
        deep = [deep]
    nb.metadata["deep"] = deep


def write_scripts(nb):
    named(nb, "reflection_sharing").source = "\n\n".join(MARKDOWN.values())
    nb.cells += [new_raw_cell(text) for text in MARKDOWN.values()]
    nb.metadata["title"] = f"</title>{MARKDOWN['script']}"


def store_scripts(nb):
    named(nb, "conv_forward").outputs = [new_output("display_data", bundle) for bundle in OUTPUTS.values()]
    nb.metadata["widgets"] = {"x": f"</script>{MARKDOWN['script']}"}


def display_scripts(nb):
    nb.cells.append(new_code_cell("from IPython.display import display"))
    nb.cells += [new_code_cell(f"display({bundle!r}, raw=True)") for bundle in OUTPUTS.values()]
    nb.cells += [new_code_cell(f"print({text!r})") for text in STREAMS.values()]


def display_without_end(nb):
    source = "from IPython.display import display\nwhile True:\n    display({'text/html': '<b>x</b>'}, raw=True)"
    nb.cells.append(new_code_cell(source))


def raise_scripts(nb):
    source = f"raise type({MARKDOWN['script']!r}, (Exception,), {{}})({MARKDOWN['img_onerror']!r})"
    nb.cells.append(new_code_cell(source))


def odd_sources(nb):
    nb.cells += [
        new_code_cell(text) for text in ("x = '\0'", "(" * 500 + ")" * 500, "def f(:", "%%bash\nrm -rf /tmp/*")
    ]
    nb.cells += [new_code_cell("!touch /tmp/convlib-hostile-canary")]


KINDS = {
    "rewritten_check": notebook("a check cell that says 100, unlocked", rewrite_the_check, WRONG),
    "stored_score": notebook("a check cell with 100 points in its stored output", store_outputs, WRONG),
    "stored_report": notebook("a full report in the metadata of every cell", store_a_report, WRONG),
    "forged_metadata": notebook("numbers, lists and forged tables as metadata", forge_metadata, WRONG),
    "bonus_cell": notebook("a cell of its own with 1,000 points", add_a_bonus, WRONG),
    "swapped_roles": notebook("one exercise's answer under another's name", swap_roles, WRONG),
    "changed_types": notebook("check cell and written answer as raw cells", change_types, WRONG),
    "repeated_cells": notebook("graded cells that are there twice", repeat_cells, WRONG),
    "same_ids": notebook("all cells with one id", same_ids),
    "turned_round": notebook("the cells in reverse order", turn_round),
    "answers_only": notebook("nothing but answers", keep_answers_only),
    "deleted_checks": notebook("check cells are deleted", delete_a_check),
    "large_metadata": notebook("8 MB of metadata", grow_metadata),
    "large_outputs": notebook("10 MB of stored outputs and attachments", grow_outputs),
    "many_cells": notebook("50,000 cells", grow_cells, refused=True),
    "long_source": notebook("a million lines of comment", grow_a_source, refused=True),
    "nested_metadata": notebook("metadata nested 400 deep", nest),
    "written_scripts": notebook("every script in the written answer and in raw cells", write_scripts),
    "stored_scripts": notebook("every script in stored outputs", store_scripts),
    "displayed_scripts": notebook("code that displays every script", display_scripts),
    "displays_without_end": notebook("a cell that displays without end", display_without_end),
    "raised_scripts": notebook("an error named like a script", raise_scripts),
    "odd_sources": notebook("NUL characters, deep parentheses, shell commands", odd_sources),
}
