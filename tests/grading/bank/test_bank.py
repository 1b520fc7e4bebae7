"""The mistake bank tests the grader: every wrong version fails and is named, every correct one gets full marks.

Each test also reports its counts, and ``conftest.py`` prints the totals at the end.
"""

import re
from dataclasses import replace

import pytest

from convlib.lab.checks.scoring import examine_function
from grading.bank import COURSE, EXERCISES, mistakes_of, styles_of
from grading.bank.loading import load
from grading.bank.mutations import counted, recognised, report_of, summary
from grading.bank.probes import STORED_SEED, examination
from grading.course import LESSONS, ROOT

SEEDS = STORED_SEED, 1
# The number of wrong and correct versions of each exercise.
COUNTS = {
    "warm_up": (8, 3),
    "outputs_by_hand": (17, 3),
    "conv_single_step": (39, 7),
    "output_size": (34, 4),
    "conv_forward": (120, 20),
    "weight_table": (22, 2),
    "pixel_table": (29, 2),
    "numerical_gradient": (58, 5),
    "conv_backward": (222, 30),
    "conv_backward_repaired": (222, 30),
    "correlate_valid": (49, 5),
    "rot180": (26, 6),
    "convolve_full": (60, 7),
    "conv_backward_by_convolution": (234, 30),
    "conv_matrix": (63, 6),
    "pad2d": (41, 6),
    "conv_forward_strided": (109, 10),
    "dilate2d": (58, 6),
    "unpad2d": (38, 6),
    "conv_backward_strided": (188, 11),
    "conv2d_forward": (219, 23),
    "conv2d_backward": (376, 21),
    "im2col": (128, 13),
    "conv2d_forward_im2col": (234, 23),
    "col2im": (103, 12),
    "conv2d_backward_im2col": (397, 21),
    "relu_forward": (36, 8),
    "relu_backward": (42, 10),
    "maxpool_forward": (51, 10),
    "maxpool_backward": (92, 14),
    "flatten_forward": (21, 5),
    "flatten_backward": (21, 5),
    "linear_forward": (26, 7),
    "linear_backward": (69, 10),
    "softmax_cross_entropy": (177, 12),
    "ConvNet": (117, 5),
    "sgd_momentum_step": (33, 4),
    "train": (72, 3),
    "relative_error": (46, 4),
    "assert_correct": (71, 6),
}


def all_mistakes():
    return [version for name in EXERCISES for version in mistakes_of(name).values()]


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_is_failed_and_named(name, record_property):
    bank = mistakes_of(name)
    reports = {id: [report_of(version, seed) for seed in SEEDS] for id, version in bank.items()}
    passed = [id for id, found in reports.items() if any(r.passed for r in found)]
    misnamed = {
        id: wrong
        for id, found in reports.items()
        if (wrong := {r.mistake for r in found if not recognised(bank[id], r)})
    }
    total = len(bank)
    record_property("mistakes caught", (total - len(passed), total))
    record_property("named", (total - len(misnamed), total))
    assert bank, "there is no wrong version of this exercise to test the grader with"
    assert not passed, "these wrong versions pass"
    assert not misnamed, (
        "these wrong versions are mistaken for others, or neither recognised nor shown by the line that stops"
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_every_right_style_gets_full_marks(name, record_property):
    bank = styles_of(name)
    failed = {
        id: report.text()
        for id, version in bank.items()
        for seed in SEEDS
        if not (report := report_of(version, seed)).passed
    }
    record_property("styles accepted", (len(bank) - len(failed), len(bank)))
    assert bank, "there is no correct version of this exercise to test the grader with"
    assert not failed, "\n".join(failed.values())


def test_the_published_table_is_current():
    """It contains only counts, so it is the same on every machine."""
    published = (ROOT / "docs" / "mutation_table.md").read_text(encoding="utf-8")
    current = summary({name: counted(name) for name in EXERCISES})
    assert published == current, "run `make build` and commit what it wrote"


def test_no_version_is_lost():
    """Adding a version means raising its count; losing one fails here."""
    assert {name: (len(mistakes_of(name)), len(styles_of(name))) for name in EXERCISES} == COUNTS


def test_each_exercise_is_registered_under_its_own_name_and_lesson():
    assert {name: (e.name, e.lesson) for name, e in EXERCISES.items()} == {
        name: (name, lesson) for lesson, names in COURSE.items() for name in names
    }
    for versions_of in (mistakes_of, styles_of):
        assert all(version.exercise == name for name in EXERCISES for version in versions_of(name).values())


def test_each_diagnosis_is_one_sentence_without_code():
    for version in all_mistakes():
        says = version.diagnosis
        assert re.fullmatch(r"[A-Zd][^.?!\n]+\.", says), f"{version.id}: not one sentence: {says!r}"
        assert not re.search(r"[`=\[\]{}_*/]|\w\(|np\.", says), f"{version.id}: code in {says!r}"
        assert len(says) <= 170, f"{version.id}: too long: {says!r}"


def test_each_diagnosis_points_to_a_section():
    sections = {
        f"lesson {path.name[:2]}, section {number}"
        for path in LESSONS.glob("0*.py")
        for number in re.findall(r"^# ## (\d+) ·", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for version in all_mistakes():
        lesson = EXERCISES[version.exercise].lesson
        if lesson == "start_here":
            assert version.reread == "the start page"
            continue
        assert version.reread in sections, version.id
        assert version.reread <= f"lesson {lesson[:2]}, section 9", f"{version.id} points ahead of {lesson}"


def test_the_exercises_that_reread_elsewhere_take_the_version():
    """The place for an exercise that was renamed would be lost silently."""
    for version in all_mistakes():
        for exercise in version.elsewhere:
            assert mistakes_of(exercise)[version.id].reread == version.elsewhere[exercise]


def test_two_mistakes_at_once_are_both_reported():
    """Each gradient is examined separately, so a student who gets both wrong reads both diagnoses."""
    exam = examination(EXERCISES["conv_backward"], 1)
    dX, dW = (load(mistakes_of("conv_backward")[id]) for id in ("dX_filter_rotated", "dW_mean_over_positions"))
    report = examine_function(exam, lambda *a: (dX(*a)[0], dW(*a)[1]))
    assert report.mistake == "dX_filter_rotated"
    assert exam.diagnoses["dX_filter_rotated"] in report.message
    assert exam.diagnoses["dW_mean_over_positions"] in report.message


def test_a_mistake_is_named_although_some_calls_stop():
    """Integer buffers make some calls fail; the results of the others still reveal the rotated filter."""
    exam = examination(EXERCISES["conv_backward"], 1)
    rotated = load(mistakes_of("conv_backward")["dX_filter_rotated"])

    def stops_on_integers(dH, cache):
        if "i" in (cache[0].dtype.kind, cache[1].dtype.kind):
            raise TypeError("integers")
        return rotated(dH, cache)

    assert examine_function(exam, stops_on_integers).mistake == "dX_filter_rotated"


def test_a_mistake_that_always_stops_is_shown_by_its_line():
    """The words of an error prove nothing, so no name is given; the line says which window was cut."""
    version = mistakes_of("conv_forward")["window_end_fixed"]
    fragment = "X[h:f, w:f] * W"
    assert fragment in version.source
    for source in (version.source, version.source.replace(fragment, "W * X[h:f, w:f]")):
        report = report_of(replace(version, source=source), 1)
        line = next(k for k, text in enumerate(source.splitlines(), 1) if "X[h:f, w:f]" in text)
        assert report.line == line and source.splitlines()[line - 1].strip() in report.message
        assert "X[h:f, w:f] has shape " in report.message


def test_a_correct_answer_that_reuses_a_buffer_is_accepted():
    """A function may return the same array on each call: the examination keeps a copy of each."""
    exam = examination(EXERCISES["rot180"], 1)
    buffer = {}

    def rotates(K):
        out = buffer.setdefault(K.size, K.copy())
        if out.shape != K.shape:
            return K[::-1, ::-1]
        out[...] = K[::-1, ::-1]
        return out

    assert examine_function(exam, rotates).passed
