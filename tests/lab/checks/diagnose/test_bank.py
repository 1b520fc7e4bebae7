"""Known mistakes are recognised by their results."""

from dataclasses import replace

import numpy as np

from convlib.lab.checks.diagnose.bank import mistakes_in, mistakes_in_parts, sentences_of
from convlib.lab.checks.fingerprint import fingerprint, is_stop
from convlib.lab.checks.model import Outcome
from convlib.lab.checks.scoring import examine_function


def with_known(exam, sentences=None, **known):
    """Return the examination with other known mistakes."""

    def outcomes(function):
        found = [map(np.asarray, function(*probe.args)) for probe in exam.probes]
        outcomes = [Outcome(dict(zip("yz", values, strict=True))) for values in found]
        return [fingerprint(probe, outcome) for probe, outcome in zip(exam.probes, outcomes, strict=True)]

    known = {name: outcomes(function) for name, function in known.items()}
    diagnoses = {name: f"It {name}." for name in known} | (sentences or {})
    return replace(exam, diagnoses=diagnoses, known=lambda: known)


def test_a_mistake_is_recognised_as_a_whole(exam):
    report = examine_function(exam, lambda x, w: (x + w, np.sum(x)))
    assert report.mistake == "adds" and report.sentences == ["It adds."]


def test_one_wrong_part_is_recognised_whatever_the_other_does(exam):
    report = examine_function(exam, lambda x, w: (x - w, np.mean(x)))
    assert report.mistake == "mean_for_sum"


def test_two_mistakes_at_once_are_both_named(exam):
    report = examine_function(exam, lambda x, w: (x + w, np.mean(x)))
    assert report.mistake == "adds" and report.sentences == ["It adds.", "It mean_for_sum."]


def test_what_happens_on_special_probes_does_not_hide_a_mistake(exam):
    def adds_and_stops_on_integers(x, w):
        if x.dtype.kind == "i":
            raise TypeError("no integers")
        return x + w, np.sum(x)

    assert examine_function(exam, adds_and_stops_on_integers).mistake == "adds"


def test_an_unknown_mistake_has_no_name(exam):
    report = examine_function(exam, lambda x, w: (x - w, np.max(x)))
    assert report.mistake is None and not [s for s in report.sentences if s in exam.diagnoses.values()]


def test_of_two_explanations_the_one_of_more_parts_is_taken(exam):
    one = with_known(exam, y_only=lambda x, w: (x + w, np.sum(x)), both=lambda x, w: (x + w, np.mean(x)))
    report = examine_function(one, lambda x, w: (x + w, np.mean(x) + (x.dtype.kind == "i")))
    assert report.mistake == "both" and report.sentences == ["It both."]


def test_a_mistake_that_also_does_what_the_answer_does_not_is_no_explanation(exam):
    """It might be true of the part, but not of the function."""
    one = with_known(exam, neither_works=lambda x, w: (x, np.mean(x)))
    assert examine_function(one, lambda x, w: (x, np.sum(x))).mistake is None
    about_y = with_known(exam, {"y_wrong": "y is what it was."}, y_wrong=lambda x, w: (x, np.mean(x)))
    assert examine_function(about_y, lambda x, w: (x, np.sum(x))).mistake == "y_wrong"


def test_of_mistakes_that_agree_elsewhere_the_one_that_agrees_in_more_special_probes_is_taken(exam):
    def whole(x, w):
        return x + w + (x.dtype.kind == "i"), np.sum(x)

    again = replace(exam, probes=(*exam.probes, exam.probes[-1]))
    one = with_known(again, other=lambda x, w: (x + w, np.sum(x)), like=whole)
    calls = []

    def function(x, w):
        calls.append(1)
        return whole(x, w)[0], np.sum(x) + (len(calls) == 4)

    assert examine_function(one, function).mistake == "like"


def test_two_mistakes_that_do_the_same_are_alternatives(exam):
    one = with_known(exam, first=lambda x, w: (x + w, np.sum(x)), second=lambda x, w: (w + x, np.sum(x)))
    report = examine_function(one, lambda x, w: (x + w, np.sum(x)))
    assert report.sentences == ["It first.", "Or: It second."]


def test_the_same_sentence_is_said_once_and_too_many_say_nothing(exam):
    same = replace(exam, diagnoses=dict.fromkeys("abcde", "One sentence."))
    assert sentences_of(same, list("abcde")) == ["One sentence."]
    many = replace(exam, diagnoses={name: f"{name}." for name in "abcde"})
    assert sentences_of(many, list("abcde")) == []


def test_calls_that_stopped_name_nothing(exam):
    trials = [(probe, Outcome(problem="it stopped with E")) for probe in exam.probes]
    assert mistakes_in(exam, trials) == mistakes_in_parts(exam, trials) == []
    trials = [(probe, Outcome(problem="it stopped.")) for probe in exam.probes]
    assert mistakes_in(exam, trials) == ["stops"]


def test_the_words_of_an_exception_do_not_count(exam):
    probe = exam.probes[0]
    one, other = (fingerprint(probe, Outcome(problem=f"it stopped with {words}")) for words in ("A: b", "C"))
    assert one == other and is_stop(one)
    ours = [fingerprint(probe, Outcome(problem=f"it must return {words}.")) for words in "HX"]
    assert ours[0] != ours[1] and not is_stop(ours[0])


def test_a_mistake_that_changes_its_inputs_is_no_explanation_of_an_answer_that_does_not(exam):
    def wrong(x, w):
        return x - w, np.sum(x) + 1

    known = with_known(exam, halves=wrong)
    assert examine_function(known, lambda x, w: (x - w, np.sum(x) + 2)).mistake is None  # z differs
    sentences = {"halves": "y gets w subtracted from x, in place."}
    known = with_known(exam, sentences, halves=wrong)
    assert examine_function(known, lambda x, w: (x - w, np.sum(x) + 2)).mistake == "halves"
    changing = {id: [replace(one, changed=True) for one in prints] for id, prints in known.known().items()}
    known = replace(known, known=lambda: changing)
    assert examine_function(known, lambda x, w: (x - w, np.sum(x) + 2)).mistake is None

    def changes(x, w):
        results = x - w, np.sum(x) + 2
        x += 1
        return results

    assert examine_function(known, changes).mistake == "halves"
