"""The benchmarks: competitors agree or do not run, and the report follows from the measurements."""

import json
import re
from itertools import islice

import numpy as np
import pytest

from benchmarks import __main__ as program
from benchmarks import batch, chart, goals, grading, memory, report, speed, training
from benchmarks import results as storage
from benchmarks.competitors import (
    LAYERS,
    STEPS,
    Contestant,
    Disagreement,
    NotApplicable,
    in_layout_of,
    require,
    require_agreement,
)
from benchmarks.machine import describe
from benchmarks.timing import interleaved
from benchmarks.workloads import CONVOLUTIONS, DTYPES, TRAINING_STEP, Convolution, TrainingStep
from convlib.conv.fast import workspace

SMALL = Convolution("small", (2, 3, 6, 5), 4, 3, pad=1)
MACHINE = {
    "date": "2026-01-02",
    "python": "3.13.0",
    "packages": {"numpy": "2.4.0", "torch": "2.13.0"},
    "cores": 2,
    "blas": "openblas 0.3",
    "system": "Linux x86_64",
    "processor": "a processor",
    "caches": {"L1": "32 KiB"},
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "workload, candidates",
    [
        (SMALL, LAYERS),
        (Convolution("strided", (2, 3, 7, 8), 4, 3, stride=2, pad=1), LAYERS),
        (TrainingStep(N=4), STEPS),
    ],
)
def test_the_competitors_agree(workload, candidates, dtype):
    taking_part, refused = speed.ready(workload, dtype, 1, candidates)
    assert len(taking_part) + sum("not installed" in why for why in refused.values()) >= 5
    # A missing competitor is not installed, or does not support the workload.
    assert all("not installed" in why or "no stride" in why for why in refused.values()), refused


def test_results_keep_their_memory_layout():
    """The strides of the results define fast's own layout."""
    workload = Convolution("deeper", (5, 4, 9, 8), 6, 3, pad=1)
    H, dX, _, _ = LAYERS["fast, C-contiguous"](workload, "float32", 1).results()
    assert H.strides[0] == dX.strides[0] == 4  # the images innermost
    assert in_layout_of(dX, np.ones(dX.shape)).strides == dX.strides


def test_a_wrong_competitor_does_not_run():
    def wrong(workload, dtype, threads):
        right = LAYERS["im2col"](workload, dtype, threads)
        return Contestant(
            right.forward,
            right.backward,
            lambda state, gradients: [state[0], gradients[0], 1.001 * gradients[1], gradients[2]],
        )

    taking_part, refused = speed.ready(SMALL, "float32", 1, LAYERS | {"wrong": wrong})
    assert "wrong" not in taking_part and "im2col" in taking_part
    assert refused["wrong"].startswith("array 2 is off by 1.0e-03")


@pytest.mark.parametrize(
    "result, sentence",
    [
        (np.ones((2, 1)), "array 0 has shape"),
        (np.array([1, np.nan]), "off by nan"),
        (np.array([1, 1.01]), "off by"),
    ],
)
def test_a_disagreement_is_reported(result, sentence):
    with pytest.raises(Disagreement, match=sentence):
        require_agreement([result], [np.ones(2)], "float64")
    require_agreement([np.ones(2) + 1e-12], [np.ones(2)], "float64")


def test_a_missing_package_is_reported():
    with pytest.raises(NotApplicable, match="no_such_package is not installed: pip install"):
        require("no_such_package.part")


class FakeClock:
    """A clock that advances only when work is done."""

    def __init__(self):
        self.now = 0.0
        self.order = []

    def __call__(self):
        return self.now

    def work(self, name, seconds):
        def call():
            self.order.append(name)
            self.now += seconds

        return call


def test_medians_are_those_of_the_calls():
    clock = FakeClock()
    costs = {"short": 2e-5, "middle": 0.01, "long": 0.7}
    found = interleaved({name: clock.work(name, cost) for name, cost in costs.items()}, 3, 0.1, clock)
    assert found == pytest.approx(costs)


def test_the_calls_take_turns():
    clock = FakeClock()
    calls = {"a": clock.work("a", 0.2), "b": clock.work("b", 0.2)}
    interleaved(calls, 3, 0.1, clock)
    assert "".join(clock.order) == "ababab"
    clock.order.clear()
    interleaved(calls, 4, 0.1, clock, patience={"a": 0.3})
    assert "".join(clock.order) == "ababbb"


def test_a_slow_competitor_gets_fewer_images(monkeypatch):
    monkeypatch.setattr(speed, "timed", lambda call, batch, clock: speed.SLOW / 3)
    small = speed.affordable("naive", LAYERS["naive"], CONVOLUTIONS[1], "float32", 1)
    assert small == CONVOLUTIONS[1].images(3)
    name = "PyTorch, contiguous"
    assert speed.affordable(name, LAYERS[name], CONVOLUTIONS[1], "float32", 1) == CONVOLUTIONS[1]


def test_a_whole_measurement_of_two_workloads(monkeypatch):
    monkeypatch.setattr(speed, "CONVOLUTIONS", (SMALL,))
    monkeypatch.setattr(speed, "TRAINING_STEP", TrainingStep(N=2))
    monkeypatch.setattr(speed, "DTYPES", ("float32",))
    monkeypatch.setattr(speed, "THREADS", (1,))
    found = speed.measure(1, 0.0001)
    kinds = [(row["workload"], row["dtype"], row["threads"], row["pass"]) for row in found["times"]]
    assert kinds == [
        *(("small", "float32", 1, of) for of in ("forward", "backward", "both")),
        ("W8", "float32", 1, "both"),
    ]
    assert all(row["seconds"].keys() >= {"fast, C-contiguous", "im2col"} for row in found["times"])
    json.dumps(found)


def test_times_of_fewer_images_are_scaled_to_the_batch():
    contestant = Contestant(lambda: None, lambda state: None, None)
    taking_part = {"im2col": (contestant, 4), "naive": (contestant, 1)}
    monotonic = iter(range(10**6))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speed, "process_time", lambda: next(monotonic))  # every call takes one second
        rows = list(speed.race(SMALL.images(4), taking_part, 1, 1, 0.1))
    assert [row["seconds"] for row in rows] == 3 * [{"im2col": 1, "naive": 4}]
    assert [row["images"] for row in rows] == 3 * [{"naive": 1}]


def made_up(fast=0.001, pytorch=0.003):
    """Times in which PyTorch's faster layout takes three times as long as fast's faster one, on all workloads."""
    seconds = {
        "fast, C-contiguous": 1.5 * fast,
        "fast, its own layout": fast,
        "PyTorch, contiguous": pytorch,
        "PyTorch, channels_last": 2 * pytorch,
        "im2col": 10 * fast,
        "SciPy, FFT": 50 * fast,
    }
    return [
        {
            "workload": workload.name,
            "dtype": dtype,
            "threads": threads,
            "pass": name,
            "seconds": seconds,
            "images": {"im2col": 1},
        }
        for workload in (*CONVOLUTIONS, TRAINING_STEP)
        for dtype in DTYPES
        for threads in (1, 2)
        for name in ("forward", "backward", "both")
    ]


def test_ratios_and_goals():
    times = made_up()
    found = goals.seconds(times, "W3", "float32", 1)
    assert goals.ratio(found) == pytest.approx(3) and goals.ratio(found, "im2col") == pytest.approx(10)
    assert goals.ratio(found, "autograd") is None
    assert goals.mean_ratio(times, "float32", 2) == pytest.approx(3)
    assert goals.missed(times) == ["W4, float64, threads: 1: 3.00, the goal is 4"]


def test_a_workload_that_was_not_measured_misses_its_goal():
    times = [row for row in made_up(pytorch=0.01) if row["workload"] != "W5"]
    assert goals.missed(times) == [
        "W5, float32, threads: 1: not measured, the goal is 1",
        "W5, float64, threads: 1: not measured, the goal is 1.2",
        *(
            f"mean of W1 to W7, {setting}: not measured, the goal is {goal}"
            for setting, goal in (("float32, threads: 1", 1.5), ("float32, threads: 2", 1), ("float64, threads: 2", 1))
        ),
    ]


def results():
    found = {"rounds": 5, "seconds": 0.1, "times": made_up(), "absent": []}
    return {"speed": {"machine": MACHINE, "found": found}}


def test_the_report_shows_times_ratios_and_goals():
    printed = report.text(results())
    row = next(line for line in printed.splitlines() if line.startswith("W4"))
    assert row.split() == ["W4", "1.50", "1.00", "3.00", "6.00", "3.00", "1", "3.00", "3.00"]
    assert "10.00*" in printed and "W4, float64, threads: 1: 3.00, the goal is 4" in printed


def test_the_page_shows_the_same_in_markdown():
    page = report.page(results())
    row = next(line for line in page.splitlines() if line.startswith("| W4") and "1.50" in line)
    assert row.replace("|", " ").split() == ["W4", "1.50", "1.00", "3.00", "6.00", "3.00", "1", "3.00", "3.00"]
    assert "128×16×28×28 → 32, 5×5 pad 2" in page and page.count("a processor") == 1
    assert "50.00 times as long as fast (SciPy, FFT, W1, float32)" in page


def test_the_readme_gets_the_sentence(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n", encoding="utf-8")
    monkeypatch.setattr(report, "README", readme)
    monkeypatch.setattr(report, "PAGE", tmp_path / "page.md")
    report.write_readme(results())
    report.write_readme(results())  # a second time changes nothing
    written = readme.read_text(encoding="utf-8")
    assert written.startswith("before\n\n<!--") and written.endswith("<!-- end -->\n\nafter\n") and "old" not in written
    assert "3.00 to 3.00 times as fast as PyTorch 2.13.0" in written and written.count(report.BEGIN) == 1
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == report.page(results())


def test_the_readme_and_the_page_say_what_was_measured():
    """The committed pages follow from results.json; the widths of tabulate's columns do not matter."""

    def words(text):
        return re.sub(r"[\s:|-]+", " ", text)

    measured = storage.read()
    readme = report.README.read_text(encoding="utf-8")
    assert report.readme_section(measured) in readme
    assert words(report.PAGE.read_text(encoding="utf-8")) == words(report.page(measured))


def test_results_are_stored_by_rows_with_enough_digits(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "FILE", tmp_path / "results.json")
    storage.write(results() | {"x": {"found": [1 / 3, 1e-9 / 3]}})
    stored = storage.read()
    assert stored["speed"] == results()["speed"] and stored["x"]["found"] == pytest.approx([1 / 3, 1e-9 / 3], rel=1e-7)
    lines = storage.FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 120 and sum('"workload"' in line for line in lines) == 96


def test_the_chart_is_a_picture():
    assert chart.draw(made_up()).startswith(b"\x89PNG")


@pytest.mark.skipif(not memory.CLEAR.exists(), reason="only Linux reports the peak")
def test_the_peak_is_measured_after_the_memory_is_freed():
    def competitor(workload, dtype, threads):
        return Contestant(lambda: np.ones((workload.N, 2**22)).sum(), lambda state: state, None)  # 32 MB an image

    grown = memory.peak(SMALL.images(4), competitor)
    assert 120 * 2**20 < grown < 200 * 2**20


@pytest.mark.skipif(not memory.CLEAR.exists(), reason="only Linux reports the peak")
def test_the_peak_counts_workspaces():
    def competitor(workload, dtype, threads):
        # 64 MB for any batch: the small warm-up pass before the measured one must not keep them allocated. Up to 32 MB
        # glibc may hand out what an earlier test has freed, and the process would not grow.
        return Contestant(
            lambda: workspace.array("peak", (2**24,), np.dtype(np.float32)).fill(1), lambda state: state, None
        )

    assert 60 * 2**20 < memory.peak(SMALL, competitor) < 120 * 2**20


def test_the_memory_table():
    rows = [
        {"workload": "W8", "competitor": name, "bytes": megabytes * 2**20}
        for name, megabytes in (
            ("fast, C-contiguous", 7),
            ("PyTorch, contiguous", 6),
            ("pool-first PyTorch, contiguous", 5),
        )
    ]
    *_, table = report.memory(rows)
    assert table.rows[-1] == ["W8", "7.0", "6.0", "–", "–"]


def test_the_tables_of_grading():
    row = {
        "lesson": "01_x",
        "way": "with outputs",
        "plain": 3,
        "convlib": 0.25,
        "ratio": 12,
        "stages": {"judging": 9.04},
        "different": [],
    }
    sizes = [{"submissions": 2000, "seconds": 300, "megabytes": 150}]
    found = {"students": 60, "cores": 2, "ratios": [row], "sizes": sizes, "pages": {"report": 1.5}}
    tables = [block.rows for block in report.grading(found) if isinstance(block, report.Table)]
    assert tables[0][1] == ["01_x, with outputs", "3.00", "0.250", "12.0", "8"]
    assert tables[1][1:] == [["judging", "9.0"], ["the whole command", "15.0"]]
    assert tables[2][1] == ["2000", "300", "0.150", "150"] and tables[3][1] == ["report", "1.50"]
    assert not list(report.grading(found | {"ratios": [], "sizes": []}))


def test_a_class_has_right_wrong_and_blank_submissions():
    first, *_, wrong, _, blank = islice(grading.notebooks(grading.LESSONS[0]), 6)
    sources = [{cell.id: cell.source for cell in each.cells} for each in (first, wrong, blank)]
    names = [name for name in sources[0] if len({each[name] for each in sources}) == 3]
    assert names == ["conv_forward"]


def test_the_line_through_the_times():
    found = batch.line([16, 64, 256], [1e-3 + 2e-5 * N for N in (16, 64, 256)])
    assert found["fixed"] == pytest.approx(1e-3) and found["per_image"] == pytest.approx(2e-5) and found["off"] < 1e-6


def test_training_stops_at_the_goal(monkeypatch):
    monkeypatch.setattr(training, "SEEDS", (1, 2))
    accuracies, trained = iter([0.5, 0.86, 0.9]), []

    class Data:
        X_train = np.zeros(1000)

    found = training.run("name", lambda data, seed: (trained.append, lambda: next(accuracies)), Data)
    assert trained == [slice(0, None, 8), slice(1, None, 8), slice(0, None, 8)]
    assert (found["steps"], found["accuracy"]) == (6, 0.86)


def test_a_part_writes_its_results(tmp_path, monkeypatch, capsys):
    file = tmp_path / "results.json"
    monkeypatch.setattr(storage, "FILE", file)
    monkeypatch.setattr(program, "CHART", tmp_path / "results.png")
    monkeypatch.setattr(
        program,
        "PARTS",
        {
            "speed": lambda options: results()["speed"]["found"],
            "training": lambda options: {"goal": 0.85, "seeds": 1, "runs": []},
        },
    )
    with pytest.raises(SystemExit):
        program.main(["readme"])
    assert "nothing is measured yet" in capsys.readouterr().err
    program.main(["speed"])
    program.main(["training"])
    assert list(json.loads(file.read_text(encoding="utf-8"))) == ["speed", "training"]
    assert (tmp_path / "results.png").exists()
    assert "85% test accuracy" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        program.main(["speeed"])
    assert "unknown part speeed" in capsys.readouterr().err


def test_the_machine_is_described():
    described = describe()
    assert described["packages"]["numpy"] == np.__version__ and described["processor"]
    assert described.keys() == MACHINE.keys()
    json.dumps(described)
