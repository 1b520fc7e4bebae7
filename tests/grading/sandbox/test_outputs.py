"""What a student's process sends is rebuilt from known parts and cut."""

import pytest

from grading.sandbox.outputs import Outputs

COST = 20  # of each output, besides its text


def stream(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def shown(kind="display_data", text="t", figure="", name=None, **about):
    data = {"text/plain": text} | ({"image/png": figure} if figure else {})
    return kind, {"data": data, "metadata": {"image/png": about}, "transient": {"display_id": name} if name else {}}


def outputs_of(*messages, text=10**4, figures=10**4):
    outputs = Outputs(3, text, figures)
    for message in messages:
        outputs.add(*message)
    return outputs


def test_what_is_printed_in_a_row_is_one_output():
    found = outputs_of(stream("a"), stream(["b", "c"]), stream("d", "stderr"), stream("e", "a forged name")).found
    assert [(output["name"], output["text"]) for output in found] == [
        ("stdout", "abc"),
        ("stderr", "d"),
        ("stdout", "e"),
    ]


def test_text_is_cut_where_the_limit_is_and_no_output_follows():
    outputs = outputs_of(stream("x" * 50), stream("y"), text=COST + 30)
    assert outputs.cut and [output["text"] for output in outputs.found] == ["x" * 30]
    assert outputs.used == {"text": COST + 30, "figures": 0}
    assert not outputs_of(stream("x" * 30), text=COST + 30).cut


def test_empty_outputs_cost_something_too():
    outputs = outputs_of(*[shown(text="")] * 100, text=5 * COST)
    assert len(outputs.found) == 5 and outputs.cut


def test_a_figure_is_kept_whole_or_not_at_all():
    outputs = outputs_of(shown(figure="f" * 60), shown(figure="g" * 60), shown(figure="h" * 40), figures=100)
    assert [output["data"].get("image/png") for output in outputs.found] == ["f" * 60, None, "h" * 40]
    assert outputs.cut and outputs.used["figures"] == 100


def test_only_known_parts_are_taken_over():
    message = {
        "data": {"text/plain": "t", "application/javascript": "alert()"},
        "metadata": {"x": 1},
        "execution_count": 9,
    }
    outputs = outputs_of(("execute_result", message), ("comm_open", {}), ("status", {}))
    assert outputs.found == [
        {"output_type": "execute_result", "data": {"text/plain": "t"}, "metadata": {}, "execution_count": 3}
    ]
    (figure,) = outputs_of(shown(figure="f", alt="a picture", width="30", height=20, onload="alert()")).found
    assert figure["metadata"] == {"image/png": {"alt": "a picture", "width": 30, "height": 20}}


def test_a_traceback_has_at_most_500_lines():
    error = {"ename": "E", "evalue": "v", "traceback": ["line"] * 600}
    (output,) = outputs_of(("error", error)).found
    assert (output["ename"], output["evalue"], len(output["traceback"])) == ("E", "v", 500)


@pytest.mark.parametrize("wait, between, after", [(False, [], ["b"]), (True, ["a"], ["b"])])
def test_outputs_are_cleared_at_once_or_before_the_next_one(wait, between, after):
    outputs = outputs_of(stream("a"), ("clear_output", {"wait": wait}))
    assert [output["text"] for output in outputs.found] == between
    outputs.add(*stream("b"))
    assert [output["text"] for output in outputs.found] == after
    assert outputs.used["text"] == COST + 1


def test_an_update_replaces_the_output_of_its_name_and_gives_back_what_that_took():
    outputs = outputs_of(shown(text="a" * 9, figure="f" * 9, name="one"), shown(text="b", name="two"))
    outputs.add(*shown("update_display_data", "new", name="one"))
    assert [output["data"] for output in outputs.found] == [{"text/plain": "new"}, {"text/plain": "b"}]
    assert outputs.used == {"text": 3 * COST + 4, "figures": 0}


@pytest.mark.parametrize(
    "forged",
    [
        ("stream", {}),
        ("error", {"ename": 1, "evalue": "", "traceback": []}),
        shown("update_display_data", name="nobody's"),
        ("display_data", {"data": {"text/plain": 7}}),
    ],
)
def test_a_message_that_no_kernel_sends_is_an_error(forged):
    with pytest.raises((KeyError, TypeError, AttributeError)):
        outputs_of(forged)


def test_what_cannot_be_saved_becomes_a_question_mark():
    (output,) = outputs_of(stream("é \ud800")).found
    assert output["text"] == "é ?"
