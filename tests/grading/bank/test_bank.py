"""The mistake bank tests the grader: every wrong version is failed and named, every right one gets full marks.

Each test also reports what it counted, and ``conftest.py`` prints the sums at the end.
"""

import re
from collections import Counter
from dataclasses import replace

import pytest

from convlib.lab.checks.calling import outcome_here
from convlib.lab.checks.examine import examine
from grading.bank.exercises import EXERCISES
from grading.bank.mutations import counted, report_of, summary
from grading.bank.probes import STORED_SEED, examination
from grading.bank.version import MISTAKES, STYLES, mistakes_of, styles_of
from grading.course import LESSONS, ROOT

SEEDS = STORED_SEED, 1
AT_LEAST_MISTAKES, AT_LEAST_STYLES = 500, 100


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mistake_is_failed_and_named(name, record_property):
    bank = mistakes_of(name)
    reports = {id: [report_of(version, seed) for seed in SEEDS] for id, version in bank.items()}
    passed = [id for id, found in reports.items() if any(r.passed for r in found)]
    misnamed = {id: wrong for id, found in reports.items() if (wrong := {r.mistake for r in found if r.mistake != id})}
    total = len(bank)
    record_property("mistakes caught", (total - len(passed), total))
    record_property("named", (total - len(misnamed), total))
    assert bank, "there is no wrong version of this exercise to test the grader with"
    assert not passed, "these wrong versions pass"
    assert not misnamed, "these wrong versions are taken for others, or for none"


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
    assert bank, "there is no right version of this exercise to test the grader with"
    assert not failed, "\n".join(failed.values())


def test_the_published_table_is_current():
    """It holds counts alone, so it says the same on every machine."""
    published = (ROOT / "docs" / "mutation_table.md").read_text(encoding="utf-8")
    current = summary({name: counted(name) for name in EXERCISES})
    assert published == current, "run `make build` and commit what it wrote"


def test_the_bank_is_large():
    mistakes_of(""), styles_of("")
    assert len(MISTAKES) >= AT_LEAST_MISTAKES
    assert len(STYLES) >= AT_LEAST_STYLES
    for name, mistakes, styles in [("conv_forward", 60, 12), ("conv_backward", 100, 15)]:
        assert len(mistakes_of(name)) >= mistakes and len(styles_of(name)) >= styles


def test_ids_are_unique():
    mistakes_of(""), styles_of("")
    for bank in (MISTAKES, STYLES):
        assert not [key for key, count in Counter((v.exercise, v.id) for v in bank).items() if count > 1]


def test_each_diagnosis_is_one_sentence_without_code():
    mistakes_of("")
    for version in MISTAKES:
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
    mistakes_of("")
    for version in MISTAKES:
        lesson = EXERCISES[version.exercise].lesson
        if lesson == "start_here":
            assert version.reread == "the start page"
            continue
        assert version.reread in sections, version.id
        assert version.reread <= f"lesson {lesson[:2]}, section 9", f"{version.id} points ahead of {lesson}"


def test_two_mistakes_at_once_are_both_told():
    """Each gradient is looked at alone, so a student who gets both wrong hears of both."""
    exam = examination(EXERCISES["conv_backward"], 1)
    dX, dW = (mistakes_of("conv_backward")[id].load() for id in ("dX_filter_rotated", "dW_mean_over_positions"))
    report = examine(exam, lambda probe: outcome_here(lambda *a: (dX(*a)[0], dW(*a)[1]), probe, exam))
    assert report.mistake == "dX_filter_rotated"
    assert exam.diagnoses["dX_filter_rotated"] in report.message
    assert exam.diagnoses["dW_mean_over_positions"] in report.message


def test_a_mistake_is_named_although_some_calls_stop():
    """Buffers of whole numbers stop some calls; what the others return still names the rotated filter."""
    exam = examination(EXERCISES["conv_backward"], 1)
    rotated = mistakes_of("conv_backward")["dX_filter_rotated"].load()

    def stops_on_whole_numbers(dH, cache):
        if "i" in (cache[0].dtype.kind, cache[1].dtype.kind):
            raise TypeError("whole numbers")
        return rotated(dH, cache)

    assert examine(exam, lambda probe: outcome_here(stops_on_whole_numbers, probe, exam)).mistake == "dX_filter_rotated"


def test_a_mistake_that_stops_is_named_in_whichever_order_its_product_is_written():
    """NumPy names the shapes in the order of the operands: an error is the same with its words in any order."""
    version = mistakes_of("conv_forward")["window_end_fixed"]
    fragment = "X[h:f, w:f] * W"
    assert fragment in version.source
    other_way = replace(version, source=version.source.replace(fragment, "W * X[h:f, w:f]"))
    assert report_of(other_way, 1).mistake == version.id


def test_a_right_answer_typed_over_a_buffer_is_not_read_too_late():
    """A function may return the same array at each call: the examination keeps a copy of each."""
    exam = examination(EXERCISES["rot180"], 1)
    buffer = {}

    def turns(K):
        out = buffer.setdefault(K.size, K.copy())
        if out.shape != K.shape:
            return K[::-1, ::-1]
        out[...] = K[::-1, ::-1]
        return out

    assert examine(exam, lambda probe: outcome_here(turns, probe, exam)).passed
