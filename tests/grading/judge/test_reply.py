"""What a worker sends is bounded before anything of its size is made."""

import base64
import json

import numpy as np
import pytest
from numpy.lib import format as npy

from convlib.lab.checks.codec import Opaque, encode
from convlib.lab.checks.model import Probe
from grading.bank import EXERCISES
from grading.judge.reply import MAX_ENTRIES, MAX_ITEMS, TooLarge, one_line, outcome_from, printable, read

PROBE = Probe("values", (np.ones((3, 3)), np.ones((2, 2))), {})


def outcome(value, **reply):
    return outcome_from({"value": value, "after": encode(PROBE.args)} | reply, PROBE, EXERCISES["conv_forward"])


def header(shape, dtype="<f8", data=b""):
    """An array in NumPy's format that says more of itself than is true."""
    text = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return {"npy": base64.b64encode(npy.magic(1, 0) + len(text).to_bytes(2, "little") + text + data).decode()}


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3),
        np.arange(6).reshape(2, 3).T,
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.float32(3),
        np.zeros((0, 3)),
        np.array([1 + 2j]),
        3,
        2.5,
        True,
        None,
        "text",
        (1, [2.0, (np.ones(2),)]),
    ],
)
def test_a_value_is_read_as_it_was_sent(value):
    got = read(json.loads(json.dumps(encode(value))))
    np.testing.assert_equal(got, value)
    if isinstance(value, np.ndarray):
        assert got.dtype == value.dtype


def nested(depth):
    value = 1
    for _ in range(depth):
        value = {"list": [value]}
    return value


@pytest.mark.parametrize(
    "value",
    [
        header((10**9, 0, 0)),
        header((10**12,)),
        header((1,) * 32, data=bytes(8)),
        header((MAX_ENTRIES + 1,)),
        {"too_large": [10**6] * 2},
        nested(30),
        {"tuple": [0] * (MAX_ITEMS + 1)},
        {"tuple": [{"tuple": [0] * 200}] * 200},
    ],
)
def test_what_is_too_large_is_not_made(value):
    with pytest.raises(TooLarge):
        read(value)
    assert outcome({"tuple": [value, None]}).problem.startswith("it returned ")


@pytest.mark.parametrize(
    "value",
    [
        header((3,)),
        header((-3,), data=bytes(24)),
        header((1,), "<U100000000"),
        header((1,), "|O"),
        header((1,), [("f", "<f8")] * 3),
        {"npy": "no base64!"},
        {"npy": 3},
        {"npy": base64.b64encode(b"no array").decode()},
        {"float": {}},
        {"float": "x"},
        {"tuple": 3},
        {"list": None},
        {"too_large": ["x"]},
        {"unknown": 3},
        {},
        [1],
        1.5,
    ],
)
def test_what_nobody_sends_cannot_be_read(value):
    assert outcome({"tuple": [value, None]}).problem == "its answer could not be read."


def test_a_name_of_a_type_is_short_and_printable():
    kind = read({"opaque": "x\n\x1b[2J\u202e" + "A" * 10**6})
    assert isinstance(kind, Opaque) and len(kind.kind) <= 60 and kind.kind.isprintable()
    problem = outcome({"opaque": "x\n\x1b[2J" + "A" * 10**6}).problem
    assert problem.isprintable() and len(problem) < 200


@pytest.mark.parametrize("reply", [{"problem": 3}, {"problem": None}, {"after": 3}, {}])
def test_a_reply_without_a_value_has_a_problem(reply):
    assert outcome_from(reply, PROBE, EXERCISES["conv_forward"]).problem == "its answer could not be read."


def test_a_missing_function():
    reply = {"missing": True}
    assert outcome_from(reply, PROBE, EXERCISES["conv_forward"]).problem == "there is no such function."


def test_forged_inputs_afterwards_change_nothing_else():
    right = encode((np.ones((2, 2)), None))
    assert not outcome(right).changed
    for after in (None, 3, {"tuple": []}, encode((np.zeros((3, 3)),))):
        assert outcome(right, after=after).parts["H"].tolist() == [[1, 1], [1, 1]]
    assert outcome(right, after=encode((np.zeros((3, 3)),))).changed


def test_a_text_becomes_one_printable_line():
    assert one_line("a\n\x1b[31mb\u202e") == "a  [31mb "
    assert len(one_line("x" * 10**6)) <= 400
    assert one_line(3) is None
    assert "it imports convlib.conv" in one_line("No module named 'convlib.conv'")


def test_the_texts_of_a_report_keep_their_lines_only():
    assert printable({"a\x1b": ["b\n\x07", 3, None]}) == {"a ": ["b\n ", 3, None]}
