"""The format of stored probes and of the judge's pipe."""

import base64
import io
import json
import re
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from convlib.lab.checks import codec
from convlib.lab.checks.closeness import Sealed, close, same
from convlib.lab.checks.model import Outcome
from grading.bank import EXERCISES
from grading.bank.probes import drawn

numbers = hnp.arrays(st.sampled_from([float, np.float32, int, bool]), hnp.array_shapes(min_dims=0, max_side=4))
trees = st.recursive(
    st.one_of(numbers, st.integers(), st.floats(), st.text(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.tuples(inner, inner)),
    max_leaves=6,
)


def through(value, **how):
    return codec.decode(json.loads(json.dumps(codec.encode(value, **how))))


def equal(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    return type(a) is type(b) and (a == b or a != a)


@given(trees)
def test_the_pipe_keeps_values_exactly(value):
    assert equal(value, through(value))


def test_stored_arrays_keep_ten_digits_and_their_type():
    array = np.array([[1 / 3, 2.5], [-4.0, 1e-3]], dtype=np.float32)
    again = through(array, array=codec.array_as_list)
    assert again.dtype == np.float32
    np.testing.assert_allclose(again, array, rtol=1e-9)


def test_views_stay_views():
    view = np.arange(12.0).reshape(3, 4)[:, ::2]
    again = through(view)
    np.testing.assert_array_equal(again, view)
    assert not again.flags.c_contiguous


def test_other_things_travel_by_the_name_of_their_type():
    assert through((1, object())) == (1, codec.Opaque("object"))
    assert through(np.array([object()])) == codec.Opaque("ndarray")


def test_code_becomes_a_function():
    assert through(codec.Code("lambda x: 2 * x")).function()(3) == 6


@pytest.mark.parametrize(
    "data",
    [
        {"npy": "!"},
        {"npy": "AAAA"},
        {"npy": None},
        {"dtype": "float64", "shape": [10**12], "data": [1]},
        {"dtype": "O", "shape": [1]},
        {"float": "x"},
        {"dict": 3},
        {},
        {"tuple": 4},
        [1],
        1.5,
    ],
)
def test_malformed_data_is_rejected(data):
    with pytest.raises(ValueError, match="not a value"):
        codec.decode(data)


def test_nothing_is_unpickled():
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="not a value"):
        codec.decode({"npy": base64.b64encode(buffer.getvalue()).decode()})


def test_an_examination_survives_its_file(exam):
    again = codec.decode_examination(codec.encode_examination(exam))
    assert_equal_examinations(again, exam)
    assert codec.encode_examination(again) == codec.encode_examination(exam)


@pytest.mark.parametrize("name", ["numerical_gradient", "train"])  # with functions, and through a scenario
def test_an_examination_of_the_bank_survives_its_file(name):
    exam = drawn(EXERCISES[name])
    assert_equal_examinations(codec.decode_examination(codec.encode_examination(exam)), exam)


def assert_equal_examinations(one, other):
    for field in fields(other):
        if field.name not in ("probes", "known"):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    for a, b in zip(one.probes, other.probes, strict=True):
        assert (a.group, a.calls, a.note, a.parts) == (b.group, b.calls, b.note, b.parts)
        assert same(a.args, b.args) and a.kwargs.keys() == b.kwargs.keys()
        assert a.expected.parts.keys() == b.expected.parts.keys()
        assert all(close(part, b.expected.parts[name]) for name, part in a.expected.parts.items())
    assert one.known() == other.known()


def test_of_a_mistake_only_fingerprints_are_stored(exam):
    stored = json.loads(codec.encode_examination(exam))["mistakes"]["dict"]
    digest = r"[A-Za-z0-9+/]{4}"
    assert re.fullmatch(f"(={digest}){{3}}", stored["mean_for_sum"])
    assert re.fullmatch(f"(!{digest}){{3}}", stored["stops"])


def test_where_to_reread_is_stored_in_short(exam):
    says = {"mean_for_sum": "The mean was taken. Reread lesson 01, section 2.", "stops": "It stops."}
    text = codec.encode_examination(replace(exam, diagnoses=says))
    assert "The mean was taken.§01.2" in text and "Reread" not in text
    assert codec.decode_examination(text).diagnoses == says


def test_a_sealed_answer_stays_sealed(exam):
    sealed = Sealed.of(np.ones((2, 2)), "salt")
    probe = replace(exam.probes[0], expected=Outcome({"total": sealed}))
    text = codec.encode_examination(replace(exam, probes=(probe, *exam.probes[1:])))
    (again, *_) = codec.decode_examination(text).probes
    assert again.expected.parts == {"total": sealed}


def test_an_array_of_other_things_than_numbers_is_rejected():
    texts = np.array(["ab", "c"])
    buffer = io.BytesIO()
    np.save(buffer, texts)
    with pytest.raises(ValueError, match="an array of"):
        codec.decode({"npy": base64.b64encode(buffer.getvalue()).decode()})
    with pytest.raises(ValueError, match="an array of"):
        codec.decode({"dtype": "object", "shape": [1], "data": ["ab"]})
