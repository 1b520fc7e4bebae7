"""A student's session in a real JupyterLab, driven in headless Chromium: run, answer, check, scrub, save, validate.

The server gets the options of ``make lab``, and a copy of ``notebooks/``. With CONVLIB_SCREENSHOTS set to a
folder, each step saves a screenshot there.
"""

import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from convlib.lab import check
from grading.build.notebooks import KERNEL
from grading.course import NOTEBOOKS, SOLUTIONS, START_PAGE, lesson_names
from tests.browser.server import SECONDS, TOKEN, jupyterlab

try:
    from playwright.sync_api import expect
except ImportError:  # the fixture needs_chromium reports it
    pass

LESSON = "01_convolution_by_hand"


class Lab:
    """One browser page with JupyterLab in it, and the notebook that is open there."""

    def __init__(self, page, address: str, folder: Path):
        self.page, self.address, self.folder = page, address, folder

    def go(self, path: str = ""):
        """Open the default page; or a notebook and, with ``reset``, close those that were open before."""
        self.page.goto(
            f"{self.address}/lab/tree/{path}?reset&token={TOKEN}" if path else f"{self.address}/?token={TOKEN}"
        )
        self.opened(path or f"{START_PAGE}.ipynb")

    def opened(self, path: str):
        """Wait until a notebook is open, with its kernel ready, and make it the current one."""
        self.path = self.folder / path
        self.cells = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        self.panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        expect(self.panel.locator(".jp-Cell")).to_have_count(len(self.cells))
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text(self.path.name)
        expect(self.page.get_by_text(re.compile(r"\| Idle$"))).to_be_visible()

    def cell(self, name: str | int):
        """The cell with this id, or at this position."""
        place = name if isinstance(name, int) else next(k for k, c in enumerate(self.cells) if c["id"] == name)
        cell = self.panel.locator(".jp-Cell").nth(place)
        cell.scroll_into_view_if_needed()
        return cell

    def type(self, name: str, source: str):
        """Replace a cell's text."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run(self, name: str | int):
        """Run a cell with Shift + Enter, wait until it has run, and return its output."""
        cell = self.cell(name)
        prompt = cell.locator(".jp-InputArea-prompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"^\[\d+\]:$"))
        cell.scroll_into_view_if_needed()
        return cell.locator(".jp-Cell-outputArea")

    def save(self):
        """Save with Ctrl + S, and wait until it is saved."""
        self.page.keyboard.press("ControlOrMeta+S")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)

    def validate(self):
        """Press nbgrader's button and return its dialog."""
        self.panel.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate", exact=True).click()
        return self.page.locator(".jp-Dialog #validation-message")

    def shoot(self, name: str):
        """Keep a screenshot, if somebody wants to see it."""
        folder = os.environ.get("CONVLIB_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A copy of the notebooks as students get them, next to it the solutions, and lesson 01 solved by a student."""
    folder = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    shutil.copytree(SOLUTIONS, folder / "solutions", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    for path in (folder / "solutions").rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        path.write_text(json.dumps(notebook), encoding="utf-8")
    path = folder / "solved" / f"{LESSON}.ipynb"
    shutil.copytree(folder / LESSON, path.parent)
    notebook, answers = json.loads(path.read_text(encoding="utf-8")), solutions()
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = answers[cell["id"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(course, needs_chromium):
    with jupyterlab(course, course.parent) as address:
        yield address


@pytest.fixture
def lab(browser, server, course, request):
    page = browser.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.on("pageerror", lambda error: print("In the browser:", error))
    lab = Lab(page, server, course)
    log = course.parent / "server.log"
    already = log.stat().st_size
    yield lab
    lab.shoot(request.node.name)
    page.close()
    print(log.read_bytes()[already:].decode(errors="replace"))  # pytest shows it with a failure


def solutions() -> dict[str, str]:
    """The source of every cell of lesson 01, as solved by a student."""
    notebook = json.loads((SOLUTIONS / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    return {
        cell["id"]: re.sub(r"\n *### (BEGIN|END) SOLUTION\b", "", "".join(cell["source"])) for cell in notebook["cells"]
    }


def test_the_default_page_opens_and_its_first_cells_show_their_pictures(lab):
    lab.go()
    assert "/lab/tree/start_here.ipynb" in lab.page.url
    for place, name in ((1, "alt"), (3, "aria-label")):  # a film's name is that of what it is shown on
        output = lab.run(place)
        picture = output.locator("img").first
        expect(picture).to_be_visible()
        assert output.get_by_role("img").first.get_attribute(name)
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert "traceback" not in lab.panel.inner_text().lower()


def test_of_nbgrader_a_student_sees_validate_alone(lab):
    """Formgrader and the lists of courses and assignments need an exchange: without one they show errors in red."""
    lab.go()
    expect(lab.panel.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate", exact=True)).to_be_visible()
    expect(lab.page.locator("#jp-MainMenu")).not_to_contain_text("Nbgrader")
    lab.page.get_by_role("menuitem", name="View", exact=True).click()
    menu = lab.page.locator(".lm-Menu").last
    expect(menu).to_contain_text("File Browser")
    expect(menu).not_to_contain_text("Create Assignment")


def test_a_student_answers_scrubs_and_saves(lab):
    lab.go(f"{START_PAGE}.ipynb")
    lab.panel.get_by_role("link", name="1 · Convolution by hand").click()
    lab.opened(f"{LESSON}/{LESSON}.ipynb")
    lab.run("setup")

    # The stub: one clear sentence.
    lab.run("conv_single_step")
    output = lab.run("check_conv_single_step")
    expect(output).to_contain_text("conv_single_step: it is not written yet")
    assert "Traceback" not in output.inner_text()
    lab.shoot("01_not_written")

    # A wrong answer: the mistake's name, and the smallest failing case.
    right = solutions()["conv_single_step"]
    lab.type("conv_single_step", right.replace("np.sum", "np.mean"))
    lab.run("conv_single_step")
    output = lab.run("check_conv_single_step")
    expect(output).to_contain_text(check.examination("conv_single_step").diagnoses["mean_for_sum"])
    expect(output).to_contain_text("0 of 3 points")
    expect(output).to_contain_text("The smallest case that fails")
    assert "Traceback" not in output.inner_text()
    lab.shoot("02_mistake_named")

    # The correct one: all points.
    lab.type("conv_single_step", right)
    lab.run("conv_single_step")
    output = lab.run("check_conv_single_step")
    expect(output).to_contain_text("3 of 3 points")
    assert "✗" not in output.inner_text()
    lab.shoot("03_all_points")

    # An animation: its slider, moved by keyboard, changes the caption and the image.
    lab.run("cell-04")
    scrub(lab.run("cell-10"))
    lab.shoot("04_film")

    # A hint unfolds.
    hint = lab.cell("cell-16").locator("details").first
    expect(hint.locator("p")).to_be_hidden()
    hint.locator("summary").click()
    expect(hint.locator("p")).to_be_visible()

    # What was typed is in the file.
    lab.save()
    saved = {cell["id"]: "".join(cell["source"]) for cell in json.loads(lab.path.read_text(encoding="utf-8"))["cells"]}
    assert saved["conv_single_step"] == right


def test_handing_in_downloads_what_the_student_sees(lab, tmp_path):
    lab.go(f"{LESSON}/{LESSON}.ipynb")
    lab.run("setup")
    output = lab.run(lab.cells[-1]["id"])
    expect(output).to_contain_text("of 14 points so far.")
    lab.type("output_size", typed := "# typed last, and not saved")
    with lab.page.expect_download() as download:
        output.get_by_role("button", name="Save and download this notebook").click()
    assert download.value.suggested_filename == f"{LESSON}.ipynb"
    download.value.save_as(tmp_path / "downloaded")
    downloaded = json.loads((tmp_path / "downloaded").read_text(encoding="utf-8"))
    assert typed in {"".join(cell["source"]) for cell in downloaded["cells"]}


def scrub(output):
    """Move the slider of the film in an output, by keyboard: caption and image change."""
    image = output.locator(".convlib-film").get_by_role("img")
    expect(output).to_contain_text("Step 1 of ")
    first = image.get_attribute("aria-label")
    output.get_by_role("slider", name="Step").press("ArrowRight")
    expect(output).to_contain_text("Step 2 of ")
    expect(image).not_to_have_attribute("aria-label", first)


def first_outputs(lesson):
    """The positions of the first cell with an image, and of the first with an animation, in a solution notebook."""
    cells = json.loads((SOLUTIONS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    alts = [
        (place, "".join(output["data"]["text/plain"]))
        for place, cell in enumerate(cells)
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    return alts[0][0], next((place for place, alt in alts if "Step 1: " in alt), None)


@pytest.mark.parametrize("lesson", lesson_names())
def test_the_first_figure_and_player_of_every_solution(lab, lesson):
    figure, player = first_outputs(lesson)
    lab.go(f"solutions/{lesson}/{lesson}.ipynb")
    for place, cell in enumerate(lab.cells[: max(figure, player or 0) + 1]):
        if cell["cell_type"] == "code":
            output = lab.run(place)
            assert "Traceback" not in output.inner_text()
    picture = lab.cell(figure).locator(".jp-Cell-outputArea img").first
    expect(picture).to_be_visible()
    assert picture.get_attribute("alt")
    width = picture.evaluate("image => image.getBoundingClientRect().width")
    assert 100 < width <= picture.evaluate("image => image.closest('.jp-Cell-outputArea').clientWidth")
    lab.shoot(f"{lesson}_figure")
    if player is not None:
        scrub(lab.cell(player).locator(".jp-Cell-outputArea"))


def test_film_and_explorer_outlive_the_kernel_and_show_a_picture_to_those_who_do_not_trust_them(lab, course):
    cells = ["import numpy as np", "from convlib.lab import plots", "X, W = np.arange(9).reshape(3, 3), np.eye(2)"]
    cells = ["\n".join(cells), "plots.dX_by_outputs(W, W)", "plots.explorer(X, W, W)", "1"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells], metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, course / "figures.ipynb")
    lab.go("figures.ipynb")
    for place in range(3):
        lab.run(place)
    explorer = lab.panel.locator(".convlib-explorer")
    explorer.get_by_role("gridcell", name="X[0, 0] =", exact=False).first.click()
    for key in ("ArrowDown", "Enter", "5", "Enter", "d", "d"):  # JupyterLab would move on, and delete the cell
        lab.page.keyboard.press(key)
    expect(explorer.get_by_role("status")).to_contain_text("X[1, 0] = 5 goes into 2 outputs")
    expect(lab.panel.locator(".jp-Cell")).to_have_count(4)
    lab.shoot("explorer")
    lab.save()  # with the focus still inside

    scrub(lab.cell(1).locator(".jp-Cell-outputArea"))
    lab.go("figures.ipynb")  # nothing is run again
    scrub(lab.cell(1).locator(".jp-Cell-outputArea"))
    lab.panel.locator(".convlib-explorer").get_by_role("gridcell", name="dW[0, 0] =").click()
    expect(lab.panel.locator(".convlib-explorer")).to_contain_text("dW[0, 0] = X[0, 0] × dH[0, 0]")

    notebook = nbformat.read(lab.path, 4)
    notebook.cells[1].outputs[0].data["text/plain"] = "changed, and so no longer trusted"
    nbformat.write(notebook, course / "from_a_stranger.ipynb")
    lab.go("from_a_stranger.ipynb")
    pictures = lab.panel.locator(".jp-Cell-outputArea img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
        assert picture.get_attribute("alt")


def test_validate_names_the_checks_that_fail(lab):
    lab.go(f"{LESSON}/{LESSON}.ipynb")
    lab.type("outputs_by_hand", solutions()["outputs_by_hand"])  # not saved: the button does that
    result = lab.validate()
    expect(result).to_contain_text("The following cell failed")
    expect(result).to_contain_text("check.conv_forward(conv_forward)")
    expect(result).to_contain_text("it is not written yet")
    expect(result).not_to_contain_text("check.outputs_by_hand(outputs_by_hand)")


def test_validate_passes_a_lesson_that_is_solved(lab):
    lab.go(f"solved/{LESSON}.ipynb")
    expect(lab.validate()).to_have_text("Success! Your notebook passes all the tests.")
