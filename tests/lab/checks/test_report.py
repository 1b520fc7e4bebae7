"""The report as text, HTML and data."""

from html.parser import HTMLParser

import numpy as np

from convlib.lab.checks.case import WIDTH, Case
from convlib.lab.checks.model import Property
from convlib.lab.checks.report import Report, Result, empty_report, wrapped

RESULTS = [
    Result("shape", 1, True, ""),
    Result("values", 2, False, "H is wrong in 1 of 2 entries."),
    Result("called twice", 1, False, "not tested while the values are wrong.", tested=False),
]
CASE = Case(
    "The smallest case that fails:",
    "pad = 1",
    {"X": np.array([[1.0, -2.5]])},
    {"expected H": np.array([[3.0, 4.0]])},
    {"got H": np.array([[3.0, 5.25]])},
)
SENTENCES = ["H is doubled. Reread lesson 01, section 2.", "It stops in line 3:\n    H[h, w] = 1 < 2\nOddError: <b>"]
REPORT = Report("conv_forward", 1, 4, False, RESULTS, "doubled", SENTENCES, CASE, 3, ["Judged <so>."])


def test_the_diagnosis_comes_first_and_the_properties_last():
    assert REPORT.text().splitlines() == [
        "conv_forward: 1 of 4 points",
        "Judged <so>.",
        "H is doubled. Reread lesson 01, section 2.",
        "It stops in line 3:",
        "    H[h, w] = 1 < 2",
        "OddError: <b>",
        "The smallest case that fails:",
        "  pad = 1",
        "",
        "  X",
        "  [[ 1.  -2.5]]",
        "",
        "  expected H   got H",
        "  [[3. 4.]]    [[3.   5.25]]",
        "  ✓ shape",
        "  ✗ values: H is wrong in 1 of 2 entries.",
        "  – called twice: not tested while the values are wrong.",
    ]


class Page(HTMLParser):
    """The text in each kind of element of a page, and its links; it fails if an element is not closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found, self.links, self.labels = [], {}, [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.found.setdefault(tag, []).append("")
        self.links += [value for name, value in attributes if name == "href"]
        self.labels += [value for name, value in attributes if name == "aria-label"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in set(self.open):
            self.found[tag][-1] += data


def test_html_has_the_diagnosis_bold_tables_and_a_list():
    page = Page(REPORT.html(lambda lesson, section: f"page{lesson}#{section}"))
    assert page.found["b"] == ["conv_forward: 1 of 4 points", "H is doubled. ", "It stops in line 3:"]
    assert page.links == ["page1#2"] and page.found["a"] == ["Reread lesson 01, section 2."]
    assert page.found["code"] == ["H[h, w] = 1 < 2"]
    assert page.found["caption"] == ["X", "expected H", "got H"]
    assert page.found["td"] == ["1", "-2.5", "3", "4", "3", "✗ 5.25"]
    assert page.found["li"][1] == "✗ values: H is wrong in 1 of 2 entries."
    assert page.labels == ["holds:", "does not hold:", "not tested:"]


def test_html_escapes_every_text_and_links_only_what_there_is():
    evil = "<script>alert('&')</script>"
    results = [Result(evil, 1, False, evil)]
    case = Case(evil, evil, {evil: np.ones((1, 1))}, {evil: np.ones(2)}, {evil + "2": np.zeros(3)}, evil)
    text = Report(evil, 0, 1, False, results, evil, [f"{evil}\n    {evil}\n{evil}"], case, 1, [evil]).html(
        lambda *_: None
    )
    assert "<script" not in text and not Page(text).links


def test_html_shows_an_empty_array_and_numbers_of_all_kinds():
    case = Case("A case:", "", {}, {"expected H": np.array([[1, 2]])}, {"got H": np.zeros((0, 2))})
    page = Page(Report("one", 0, 1, False, [], case=case).html(lambda *_: None))
    assert page.found["td"] == ["1", "2", "empty, shape (0, 2)"]
    numbers = {"a": np.array([np.nan, np.inf, 1e9, 0.00001]), "b": np.array(3.25), "c": np.array([1 + 2j])}
    assert len(Page(Report("one", 0, 1, False, [], case=Case("", "", numbers)).html(lambda *_: None)).found["td"]) == 6


def test_a_reason_is_given_once():
    results = [Result(name, 1, False, "it must return H.") for name in ("shape", "values")]
    assert Report("one", 0, 2, False, results).text().splitlines()[1:] == [
        "  ✗ shape: it must return H.",
        "  ✗ values: for the same reason.",
    ]


def test_sentences_are_broken_and_arrays_and_code_are_not():
    sentence = "word " * 40
    assert max(map(len, wrapped(sentence).splitlines())) <= WIDTH
    assert wrapped("  ✗ values: " + sentence).splitlines()[1].startswith("      word")
    assert wrapped("  " + "1. " * 40) == "  " + "1. " * 40


def test_as_data():
    data = REPORT.as_dict()
    assert data["properties"][1] == {"name": "values", "passed": False, "message": "H is wrong in 1 of 2 entries."}
    assert data["mistake"] == "doubled" and data["score"] == 1 and data["line"] == 3
    assert data["sentences"] == SENTENCES and data["message"] == REPORT.message


def test_an_exercise_that_could_not_be_examined_gets_no_points():
    report = empty_report([Property("values", 2), Property("stride", 1)], "conv_forward", "nothing was seen.")
    assert (report.score, report.max_score, report.passed) == (0, 3, False)
    assert [result.message for result in report.properties] == ["nothing was seen."] * 2
