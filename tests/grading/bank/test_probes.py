"""A recipe becomes an examination: inputs by seed, right outcomes, and what every known mistake does."""

from dataclasses import replace

import numpy as np
import pytest

from convlib.lab.checks.case import flat
from convlib.lab.checks.closeness import Sealed, same
from convlib.lab.checks.codec import decode_examination
from convlib.lab.checks.fingerprint import fingerprint
from convlib.lab.checks.model import Fingerprint, Outcome
from convlib.lab.checks.scoring import examine_function
from grading.bank import EXERCISES, mistakes_of, probes
from grading.bank.exercise import one_property
from grading.bank.probes import STORED_SEED, drawn, examination, input_names, known_outcomes, meaning, portable, stored
from grading.bank.version import Version

ROT180 = EXERCISES["rot180"]


def inputs(exam):
    return [probe.args for probe in exam.probes]


def alike(one, other):
    return [same(a, b) for a, b in zip(inputs(one), inputs(other), strict=True)]


def test_a_seed_gives_the_same_probes_again_and_another_seed_or_none_gives_others():
    first, again, other = (examination(ROT180, seed) for seed in (1, 1, 2))
    assert all(alike(first, again)) and not any(alike(first, other))
    assert not all(alike(examination(ROT180), examination(ROT180)))


def test_a_recipe_becomes_an_examination():
    def recipe(draw):
        yield "values", (draw(2, 3),)
        yield "values", (np.array([[1, 2], [3, 4]]),), {"calls": 3, "note": "a note", "parts": ("turned",)}

    exercise = replace(ROT180, recipe=recipe, properties=one_property(4))
    exam = examination(exercise, 1)
    assert (exam.exercise, exam.inputs, exam.parts, exam.opaque) == ("rot180", ("K",), ("rotated",), ())
    assert exam.properties == exercise.properties and exam.reveal
    first, second = exam.probes
    assert (first.group, first.calls, first.note, first.parts, first.kwargs) == ("values", 1, "", (), {})
    np.testing.assert_array_equal(first.expected.parts["rotated"], first.args[0][::-1, ::-1])
    assert (second.calls, second.note, second.parts, second.kwargs) == (3, "a note", ("turned",), {})
    assert second.expected.parts["turned"].tolist() == [[4, 3], [2, 1]]


def test_options_that_are_not_a_probe_s_are_arguments_of_the_function():
    def recipe(draw):
        yield "values", (7, 3), {"stride": 2, "calls": 2}

    (probe,) = examination(replace(EXERCISES["output_size"], recipe=recipe, properties=one_property(1)), 1).probes
    assert probe.kwargs == {"stride": 2} and probe.calls == 2
    assert [part.tolist() for part in probe.expected.parts.values()] == [3]


def test_every_known_mistake_has_a_diagnosis_and_an_outcome_on_each_probe_worked_out_once():
    exam = examination(ROT180, 1)
    known = exam.known()
    assert known.keys() == exam.diagnoses.keys() == mistakes_of("rot180").keys()
    assert {len(outcomes) for outcomes in known.values()} == {len(exam.probes)}
    assert exam.known() is known
    for id, version in mistakes_of("rot180").items():
        assert exam.diagnoses[id].startswith(version.diagnosis) and version.reread in exam.diagnoses[id]


def test_the_mistakes_are_tried_only_when_they_are_asked_for(monkeypatch):
    tried = []
    monkeypatch.setattr(probes, "known_outcomes", lambda *_: tried.append(1) or {})
    exam = examination(ROT180, 1)
    assert not tried
    exam.known()
    assert tried


def test_a_mistake_is_tried_in_silence_and_remembers_nothing(capsys):
    source = "calls = []\n\ndef rot180(K):\n    print(K)\n    calls.append(K)\n    return np.full((1, 1), len(calls))\n"
    bank = {"counts": Version("rot180", "counts", f"import numpy as np\n{source}")}
    two = examination(ROT180, 1).probes[:2]
    for _ in range(2):
        prints = known_outcomes(bank, two, ROT180)["counts"]
        counted = [Outcome({"rotated": np.full((1, 1), k)}) for k in (1, 2)]
        assert prints == list(map(fingerprint, two, counted))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("rot180", ("K",)),
        ("conv_backward", ("dH", "X", "W")),
        ("conv_backward_strided", ("dH", "X", "W", "stride", "pad")),
    ],
)
def test_a_cache_is_taken_apart_into_the_names_of_what_it_holds(name, names):
    found = input_names(EXERCISES[name])
    assert found == names
    assert all(len(list(flat(probe.args))) == len(found) for probe in drawn(EXERCISES[name]).probes)


def test_the_file_of_an_exercise_holds_the_examination_of_the_stored_seed():
    assert drawn(ROT180) is drawn(ROT180)
    assert all(alike(drawn(ROT180), examination(ROT180, STORED_SEED)))
    assert all(alike(decode_examination(stored(ROT180)), drawn(ROT180)))


def test_the_meaning_of_a_file_leaves_out_what_depends_on_numpy(monkeypatch):
    text, left_out = stored(ROT180), next(iter(mistakes_of("rot180")))
    monkeypatch.setattr(probes, "DEPENDS_ON_NUMPY", {("rot180", left_out), ("pad2d", "another")})
    means = meaning(text)
    assert means["known"].keys() == mistakes_of("rot180").keys() - {left_out}
    assert means["exercise"] == "rot180" and len(means["C-contiguous"]) == len(drawn(ROT180).probes)


def test_what_depends_on_numpy_is_in_the_bank():
    assert all(id in mistakes_of(exercise) for exercise, id in probes.DEPENDS_ON_NUMPY)


def test_a_solution_that_fails_on_a_probe_is_no_reference():
    """Nothing would be compared then, and every answer would pass."""
    with pytest.raises(ValueError, match="The solution of rot180 fails on a probe of 'values'"):
        examination(replace(ROT180, recipe=lambda draw: iter([("values", (draw(3),))])), 1)


def test_the_first_probes_of_a_forward_pass_say_what_the_cache_must_hold():
    exam = drawn(EXERCISES["conv_forward_strided"])
    wanted = [probe.expected.cache for probe in exam.probes]
    assert list(wanted[0]) == ["X", "W", "stride", "pad"]
    np.testing.assert_array_equal(wanted[0]["X"], exam.probes[0].args[0])
    assert {probe.group for probe in exam.probes if probe.expected.cache} == {exam.properties[0].group}
    assert all(probe.expected.cache is None for probe in drawn(ROT180).probes)


def test_the_stored_pairs_of_the_clinic_are_not_the_judge_s():
    """A test that recognises the pairs in the student's check learns nothing about the others."""
    exams = [examination(EXERCISES["assert_correct"], seed) for seed in (STORED_SEED, 1, 2)]
    texts = [{probe.args[0] for probe in exam.probes} for exam in exams]
    codes = [{function_codes(text)["conv2d_backward"] for text in some} for some in texts]
    assert all(texts[a].isdisjoint(texts[b]) and codes[a].isdisjoint(codes[b]) for a, b in [(0, 1), (0, 2)])


def function_codes(text):
    return {item.co_name: item.co_code for item in compile(text, "", "exec").co_consts if hasattr(item, "co_code")}


def test_answers_by_hand_cannot_be_read_in_the_file():
    for name in ("outputs_by_hand", "weight_table", "pixel_table"):
        (probe,) = decode_examination(stored(EXERCISES[name])).probes
        assert all(isinstance(part, Sealed) for part in probe.expected.parts.values())
        assert examine_function(decode_examination(stored(EXERCISES[name])), EXERCISES[name].solution).passed


def test_what_is_compared_of_a_fingerprint_is_the_same_on_every_machine():
    exam = drawn(EXERCISES["conv_forward"])
    single = next(probe for probe in exam.probes if probe.args[0].dtype == np.float32)
    assert portable(single, Fingerprint({"H": "abcd"}, changed=True)) == Fingerprint({"H": ""}, changed=True)
    double = exam.probes[0]
    assert portable(double, Fingerprint({}, "abcd")) == Fingerprint({}, "stops")
    assert portable(double, Fingerprint({"H": "abcd"})) == Fingerprint({"H": "abcd"})
