"""The explorer and the film in a plain page, in Chromium: no kernel, no server, no other host."""

import re

import numpy as np
import pytest

from convlib.conv.strided import conv_backward_strided, conv_forward_strided
from convlib.lab import plots
from convlib.lab.figures import embed, theme

try:
    from playwright.sync_api import expect
except ImportError:  # the fixture needs_chromium reports it
    pass

X = np.arange(1, 10).reshape(3, 3)
W = np.array([[1, 2], [3, 4]])
DH = np.array([[1, -2], [0.5, 3]])
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>{}</main></body></html>"""


@pytest.fixture
def show(browser, tmp_path):
    """Show figures in a page of their own; at the end, nothing may have failed or been loaded."""
    pages, trouble = [], []

    def show(*figures, width=800, **media):
        path = tmp_path / f"{len(pages)}.html"
        path.write_text(PAGE.format("\n".join(figure.html() for figure in figures)), encoding="utf-8")
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**media)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: request.url.startswith("http") and trouble.append(request.url))
        page.goto(path.as_uri())
        return page

    yield show
    for page in pages:
        page.close()
    assert not trouble


def layers(count, seed=14):
    """Random layers, of every kind: rectangular, filters larger than X, strides that leave pixels unseen."""
    rng = np.random.default_rng(seed)
    while count:
        n, f = rng.integers(1, 6, 2), rng.integers(1, 4, 2)
        stride, pad = map(int, (rng.integers(1, 5), rng.integers(0, 3)))
        if (f <= n + 2 * pad).all():
            X, W = rng.integers(-9, 10, n), rng.integers(-9, 10, f)
            H, cache = conv_forward_strided(X, W, stride=stride, pad=pad)
            dH = rng.integers(-9, 10, H.shape)
            yield {"X": X, "W": W, "dH": dH, "stride": stride, "pad": pad}, H, *conv_backward_strided(dH, cache)
            count -= 1


def in_module(page, body, argument):
    """Run JavaScript with the explorer's module as ``module``."""
    module = "data:text/javascript;charset=utf-8," + embed.module("explorer").replace("%", "%25").replace("#", "%23")
    script = f"async ([module, argument]) => {{ module = await import(module); {body} }}"
    return page.evaluate(script, [module, argument])


def test_its_numbers_are_those_of_convlib(show):
    cases = list(layers(200))
    given = [{name: getattr(v, "tolist", lambda v=v: v)() for name, v in layer.items()} for layer, *_ in cases]
    found = in_module(show(), "return argument.map((layer) => module.compute(layer));", given)
    for got, (layer, H, dX, dW) in zip(found, cases, strict=True):
        for name, expected in (("H", H), ("dX", dX), ("dW", dW)):
            np.testing.assert_array_equal(got[name], expected, err_msg=f"{name} of {layer}")


def test_it_writes_numbers_as_the_figures_do(show):
    values = [0, -0.0, 1, -2, 0.5, 16.25, 1 / 3, -0.1 - 0.2, 1234, 99.95]
    assert in_module(show(), "return argument.map(module.number);", values) == [theme.number(v) for v in values]


def value_of(line):
    """The value of a line such as "4 × 1 + 3 × (−2)"."""
    terms = line.replace("−", "-").replace("(", "").replace(")", "").split(" + ")
    return sum(np.prod([float(n) for n in term.split(" × ")]) for term in terms)


@pytest.mark.parametrize("case", range(3))
def test_every_entry_shows_the_sum_that_makes_it(case, show):
    layer, *arrays = list(layers(3, seed=5))[case]
    page = show(plots.explorer(**layer))
    said = page.locator(".sum")
    for name, array in zip(("H", "dX", "dW"), arrays, strict=True):
        for place in np.ndindex(array.shape):
            cell = page.get_by_role("gridcell", name=re.compile(rf"^{name}\[{place[0]}, {place[1]}\] = "))
            cell.focus()
            expect(said).to_contain_text(f"{name}[{place[0]}, {place[1]}] = ")
            lines = said.inner_text().splitlines()
            assert cell.inner_text() == theme.number(array[place])
            if "no window sees this pixel" in lines[0]:
                assert name == "dX" and array[place] == 0
                continue
            assert value_of(lines[1].removeprefix("= ")) == array[place]
            assert lines[2] == f"= {theme.number(array[place])}"
            names = lines[0].split(" = ")[1].split(" + ")
            assert len(names) == len(lines[1].split(" + "))


def test_a_pixel_lights_up_its_windows_weights_and_gradients(show):
    page = show(plots.explorer(X, W, DH))
    lit = "cells => cells.map(cell => cell.ariaLabel.split(' = ')[0])"
    page.get_by_role("gridcell", name="X[0, 1] =").first.hover()
    assert set(page.locator(".lit").evaluate_all(lit)) == {
        *("W[0, 0]", "W[0, 1]", "H[0, 0]", "H[0, 1]", "dH[0, 0]", "dH[0, 1]", "dX[0, 1]")
    }
    assert page.locator(".window").count() == 2
    page.get_by_role("gridcell", name="dW[1, 0] =").hover()
    assert page.locator(".lit").count() == 8 and page.locator(".window").count() == 0
    page.mouse.move(0, 0)
    assert page.locator(".lit").count() == 0


def test_numbers_stride_and_pad_can_be_changed_and_set_back(show):
    page = show(plots.explorer(X, W, DH))
    problem = page.get_by_role("alert")

    def shown(name):
        return [
            float(text.replace("−", "-"))
            for text in page.get_by_role("grid", name=f"{name},").all_inner_texts()[0].split()
        ]

    page.get_by_role("gridcell", name="W[0, 1] =").first.dblclick()
    page.keyboard.type("-5")
    page.keyboard.press("Enter")
    changed = np.array([[1, -5], [3, 4]])
    H, cache = conv_forward_strided(X, changed, stride=1, pad=0)
    assert shown("H") == H.ravel().tolist() and shown("dX") == conv_backward_strided(DH, cache)[0].ravel().tolist()

    page.keyboard.press("Enter")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(problem).to_have_text("W[0, 1] takes a number from −99 to 99, not “many”. It stays −5.")
    page.keyboard.press("8")
    page.keyboard.press("Escape")
    assert shown("W") == [1, -5, 3, 4]

    page.get_by_label("stride").fill("2")
    page.get_by_label("stride").press("Enter")
    page.get_by_label("pad").fill("1")
    page.get_by_label("pad").press("Tab")
    H, cache = conv_forward_strided(X, changed, stride=2, pad=1)
    assert shown("H") == H.ravel().tolist() and shown("dH") == DH.ravel().tolist()
    page.get_by_label("stride").fill("0")
    page.get_by_label("stride").press("Enter")
    expect(problem).to_have_text("The stride is a whole number from 1 to 4.")
    expect(page.get_by_label("stride")).to_have_value("2")

    page.get_by_role("button", name="Reset").click()
    assert shown("W") == W.ravel().tolist() and shown("dH") == DH.ravel().tolist()
    page.get_by_role("gridcell", name="dX[0, 0] =").dblclick()
    expect(problem).to_have_text("dX is computed. Change X, W or dH instead.")


def test_the_keyboard_reaches_everything(show):
    page = show(plots.explorer(X, W, DH))
    focused = "(function of(node) { return node.shadowRoot ? of(node.shadowRoot.activeElement) : node.ariaLabel; })"
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(f"{focused}(document.activeElement)"))
    entries = [each.split(" = ")[0] for each in seen if each and "[" in each]
    assert entries == ["X[0, 0]", "W[0, 0]", "H[0, 0]", "dX[0, 0]", "dW[0, 0]", "dH[0, 0]"]  # one stop a grid
    assert seen[:4] == ["Previous", "Play", "Next", "Outputs done"]
    page.get_by_role("gridcell", name="X[0, 0] =").first.focus()
    for key, place in (
        ("ArrowDown", "1, 0"),
        ("End", "1, 2"),
        ("ArrowRight", "1, 2"),
        ("Home", "1, 0"),
        ("ArrowUp", "0, 0"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(f"{focused}(document.activeElement)").startswith(f"X[{place}]")
    expect(page.get_by_role("status")).to_contain_text("dX[0, 0] = W[0, 0] × dH[0, 0]")


def test_stepping_adds_one_output_after_another(show):
    page = show(plots.explorer(X, W, DH))
    slider = page.get_by_role("slider", name="Outputs done")
    slider.fill("1")
    expect(page.get_by_role("gridcell", name="H[0, 1], not computed yet")).to_be_visible()
    expect(page.get_by_role("gridcell", name="dX[0, 1] = 2, computed")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(slider).to_have_attribute("aria-valuetext", "2 of 4 outputs")
    expect(page.get_by_role("gridcell", name="dX[0, 1] = 0, computed")).to_be_visible()
    expect(page.locator(".window")).to_have_count(2)
    page.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", "3 of 4 outputs")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_without_dH_there_is_no_way_back(show):
    page = show(plots.explorer(X, W))
    assert page.get_by_role("grid").count() == 3
    page.get_by_role("gridcell", name="X[1, 1] =").focus()
    expect(page.get_by_role("status")).to_contain_text("goes into 4 outputs")


def test_a_film_is_scrubbed_stepped_and_played(show):
    film = plots.dX_by_outputs(DH, W)
    page = show(film, film)
    first, other = page.locator(".convlib-film").all()
    slider, screen = first.get_by_role("slider", name="Step"), first.get_by_role("img")
    expect(first).to_contain_text(f"Step 1 of 4. {film.captions[0]}")
    slider.press("ArrowRight")
    expect(screen).to_have_accessible_name(f"{film.title} {film.words[1]}")
    first.get_by_role("button", name="Next").click()
    first.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", "4 of 4")
    expect(first.get_by_role("button", name="Play")).to_be_visible()  # it stops at the end, unless it repeats
    first.get_by_role("button", name="Repeat").click()
    first.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", "1 of 4")
    first.get_by_role("button", name="All steps").click()
    expect(screen).to_have_accessible_name(film.alt)
    expect(other).to_contain_text("Step 1 of 4.")


@pytest.mark.parametrize("width", [320, 800])
def test_nothing_is_wider_than_the_page(width, show):
    wide = plots.explorer(np.ones((6, 9)), np.ones((3, 3)), np.ones((6, 9)), pad=1)
    page = show(plots.explorer(X, W, DH), wide, plots.full_convolution(DH, W), width=width)
    page.locator(".convlib-explorer").first.get_by_role("gridcell", name="dX[1, 1] =").focus()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for image in page.get_by_role("img").all():
        box = image.bounding_box()
        assert box["x"] + box["width"] <= width


def test_reduced_motion_is_respected(show):
    moving = show(plots.explorer(X, W, DH), reduced_motion="no-preference")
    still = show(plots.explorer(X, W, DH), reduced_motion="reduce")
    duration = "cell => getComputedStyle(cell).transitionDuration"
    assert moving.locator(".cell").first.evaluate(duration) != "0s" == still.locator(".cell").first.evaluate(duration)


def test_where_scripts_do_not_run_the_picture_shows(show, browser, tmp_path):
    film = plots.sliding(X, W)
    page = browser.new_page()
    page.set_content(re.sub("<script.*", "", film.html(), flags=re.DOTALL))
    assert page.get_by_role("img").get_attribute("alt") == film.alt
    page.close()
