"""The charts of lesson 06 about speed: their text states the numbers, and they fit."""

import pytest

from convlib.lab import plots
from convlib.lab.figures.display import LEGIBLE
from convlib.lab.figures.theme import WIDEST

TIMES = {"small": {"loops": 0.61, "taps": 0.0023, "yours": 0.00111}, "large": {"taps": 0.04, "yours": 0.9999999}}
BLOCKS = {1: 85e-6, 2: 47.26e-6, 64: 9.2e-6, 1024: 27e-6}
CACHES = {"L1": 32 * 1024, "L2": 2**20, "L3": 2**25}
RATES = {"first": (4.0, {"taps": 2.1e9, "yours": 6.4e9}), "deep": (160.0, {"yours": 33.5e9, "fast": 120e9})}

FIGURES = {
    "race": lambda: plots.race(TIMES),
    "blocks": lambda: plots.blocks(BLOCKS, 28224, CACHES),
    "blocks without caches": lambda: plots.blocks({1: 0.5}, 28224, {}),
    "roofline": lambda: plots.roofline(100e9, 20e9, RATES),
    "roofline of six algorithms": lambda: plots.roofline(100e9, 20e9, {"one": (1.0, {name: 1e9 for name in "abcdef"})}),
    "race in one decade": lambda: plots.race({"one": {"a": 1.0}}),
}


@pytest.mark.parametrize("name", FIGURES)
def test_they_have_alt_text_fit_and_are_legible(name, undrawn, sheets):
    picture = FIGURES[name]()
    assert picture.width <= WIDEST and len(picture.alt) > 15
    assert sheets[-1].smallest_text >= LEGIBLE - 0.1


def test_a_chart_is_drawn():
    picture = FIGURES["roofline"]()
    assert picture.png.startswith(b"\x89PNG") and len(picture.png) < 150_000


def test_the_race_names_the_fastest_and_the_ratios(undrawn):
    alt = plots.race(TIMES).alt
    assert "small, yours: 1.11 ms: the fastest." in alt and "small, loops: 610 ms = 550 × the fastest." in alt
    assert "large, taps: 40 ms: the fastest." in alt and "large, yours: 1 s = 25 × the fastest." in alt
    assert "12 µs: the fastest" in plots.race({"a": {"b": 12e-6}}).alt


def test_the_blocks_name_the_fastest_and_the_caches(undrawn):
    alt = plots.blocks(BLOCKS, 28224, CACHES).alt
    assert "1 image, cols 27.6 KiB: 85 µs." in alt and "64 images, cols 1.72 MiB: 9.2 µs, the fastest." in alt
    assert "L1 holds 32 KiB. L2 holds 1 MiB. L3 holds 32 MiB." in alt
    assert "The sizes of this machine's caches are unknown" in plots.blocks(BLOCKS, 28224, {}).alt


def test_the_roofline_compares_each_rate_with_what_the_machine_allows(undrawn):
    alt = plots.roofline(100e9, 20e9, RATES).alt
    assert "memory: 20 GB/s and processor: 100 GFLOP/s; they meet at 5 operations per byte" in alt
    assert "first, 4 operations per byte: taps 2.1 GFLOP/s, 3 % of the roof. yours 6.4 GFLOP/s, 8 % of the roof." in alt
    assert "yours 33.5 GFLOP/s, 34 % of the roof. fast 120 GFLOP/s, 120 % of the roof." in alt


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plots.race({}), "at least one time, and all"),
        (lambda: plots.blocks({}, 1, {}), "at least one block, and all"),
        (lambda: plots.blocks({1: 0.0}, 1, {}), "must be positive"),
        (lambda: plots.roofline(1.0, 1.0, {"a": (1.0, {})}), "at least one rate, and all"),
        (lambda: plots.roofline(1.0, 1.0, {"a": (0.0, {"b": 1.0})}), "must be positive"),
        (lambda: plots.race({"a": {"b": 0.0}}), "must be positive"),
    ],
)
def test_what_cannot_be_drawn_gets_a_one_sentence_error(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value) and "\n" not in str(error.value)
