"""The course in JupyterLite, in headless Chromium against a local server: nothing but a browser, and no other host."""

import json

import nbformat
import pytest

from convlib.lab.releases import FILE, KEY
from grading.bank import exercises_of, mistakes_of
from grading.build.book import LITE
from grading.build.site import write_site
from grading.classroom.demo import all_right
from grading.classroom.intake import read_submission
from grading.course import lesson_names
from grading.judge.cells import student_cells
from grading.judge.judge import judge_submission
from grading.sandbox.bubblewrap import Sandbox
from tests.browser.static_server import Server

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:  # the fixture needs_chromium reports it
    pass

FIRST, SECOND = lesson_names()[:2]
TRAINING = "08_train_a_convnet"
MINUTES = 3 * 60_000


class Lite:
    """A visitor's browser: opens lessons and runs cells by their id."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def open(self, lesson):
        """Open a lesson and wait for its kernel."""
        self.page.goto(f"{self.address}/{LITE}/lab/index.html?path={lesson}/{lesson}.ipynb")
        self.page.wait_for_function(
            f"() => window.jupyterapp?.shell.currentWidget?.context?.path == '{lesson}/{lesson}.ipynb'", timeout=MINUTES
        )
        self.call("await panel.context.ready; await panel.sessionContext.ready; await kernel().info")

    def call(self, body, argument=None):
        """Run JavaScript in the page: ``panel`` is the open notebook, ``cell(id)`` and ``kernel()`` what they say."""
        return self.page.evaluate(
            f"""async (argument) => {{
                const app = window.jupyterapp, panel = app.shell.currentWidget, notebook = panel.content;
                const kernel = () => panel.sessionContext.session.kernel;
                const cell = (id) => notebook.widgets.find((each) => each.model.id == id);
                {body}
            }}""",
            argument,
        )

    def run(self, name, source=None):
        """Run a cell, after replacing its source; return the text of its outputs."""
        outputs = self.call(
            """
            const chosen = cell(argument.name);
            if (argument.source !== null) chosen.model.sharedModel.setSource(argument.source);
            notebook.activeCellIndex = notebook.widgets.indexOf(chosen);
            await app.commands.execute("notebook:run-cell");
            return chosen.model.outputs.toJSON();
            """,
            {"name": name, "source": source},
        )
        return json.dumps(outputs, ensure_ascii=False)

    def answer(self, lesson):
        """Give the course's own answers to a lesson, and run them."""
        for name, source in all_right(lesson).items():
            assert "Traceback" not in self.run(name, source)

    def save(self):
        """Save the notebook and return it as it would be downloaded."""
        content = self.call("await panel.context.save(); return JSON.stringify(panel.content.model.toJSON());")
        return nbformat.reads(content, as_version=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, needs_jupyterlite, pyodide_folder):
    """The built site, with Pyodide in it."""
    return write_site(tmp_path_factory.mktemp("site") / "built", str(pyodide_folder))


@pytest.fixture(scope="module")
def hosts():
    """The hosts that pages asked."""
    return set()


@pytest.fixture(scope="module")
def lite(folder, hosts, needs_chromium):
    server = Server(folder)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=needs_chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url[:4] == "http" else None)
        yield Lite(page, server.address)
        browser.close()
    server.shutdown()


def test_the_book_leads_to_the_start_page(lite):
    lite.page.goto(lite.address)
    lite.page.get_by_role("link", name="Start in the browser").click()
    lite.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.path == 'start_here.ipynb'")


def test_a_page_of_the_book_leads_to_its_notebook(lite, folder):
    lite.page.goto(f"{lite.address}/lessons/{SECOND}.html")
    download = lite.page.get_by_role("link", name="Download the notebook").get_attribute("href")
    assert (folder / "lessons" / download).resolve().is_file()
    lite.page.get_by_role("link", name="Open in the browser").click()
    lite.page.wait_for_function(
        f"() => window.jupyterapp?.shell.currentWidget?.context?.path == '{SECOND}/{SECOND}.ipynb'", timeout=MINUTES
    )


def test_a_wrong_answer_is_named_and_a_right_one_passes(lite):
    lite.open(FIRST)
    lite.run("setup")
    lite.answer(FIRST)
    lite.run("conv_forward", mistakes_of("conv_forward")["last_row_left_zero"].source)
    assert "The last row of H was never written" in lite.run("check_conv_forward")
    lite.run("conv_forward", all_right(FIRST)["conv_forward"])
    assert "6 of 6 points" in lite.run("check_conv_forward")


def test_a_players_steps_can_be_scrubbed(lite):
    lite.run("cell-04")
    lite.run("cell-10")
    film = lite.page.locator(".jp-Cell", has_text="plots.sliding(X, W)")
    expect(film).to_contain_text("Step 1 of 4.", timeout=MINUTES)
    image, slider = film.locator(".convlib-film").get_by_role("img"), film.get_by_role("slider", name="Step")
    first = image.get_attribute("aria-label")
    slider.press("End")
    expect(film).to_contain_text("Step 4 of 4.", timeout=MINUTES)
    expect(image).not_to_have_attribute("aria-label", first)


def test_what_is_handed_in_grades_like_any_other_submission(lite, tmp_path, needs_bubblewrap):
    for name in (exercise.name for exercise in exercises_of(FIRST)):
        lite.run(f"check_{name}")
    assert "Every check passes." in lite.run(lite.call("return notebook.widgets.at(-1).model.id"))
    lite.call("cell('reflection_sharing').model.sharedModel.setSource('Written last, and not saved.')")
    with lite.page.expect_download() as download:
        lite.page.get_by_role("button", name="Save and download this notebook").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    handed_in = read_submission(tmp_path, "student", FIRST).notebook
    assert "Written last, and not saved." in {cell.source for cell in handed_in.cells}
    reports = judge_submission(exercises_of(FIRST), student_cells(handed_in, FIRST), Sandbox())
    assert all(report.passed for report in reports.values())


def test_given_functions_and_progress_are_there_in_the_next_lesson(lite):
    lite.open(SECOND)
    lite.run("setup")
    lite.answer(SECOND)
    assert "8 of 8 points" in lite.run("check_conv_backward")
    shown = lite.run("setup", "from convlib.lab import check\ncheck.progress()")
    assert "1 · Convolution by hand: 4 of 4" in shown


def test_progress_and_work_outlive_a_reload(lite):
    lite.save()
    lite.page.reload()
    lite.open(SECOND)
    source = lite.call("return cell('conv_backward').model.sharedModel.source")
    assert source == all_right(SECOND)["conv_backward"]
    assert "1 · Convolution by hand: 4 of 4" in lite.run("setup", "from convlib.lab import check\ncheck.progress()")


def test_a_newer_release_is_saved_beside_the_students_copy(lite, folder):
    ask = "from convlib.lab import check\ncheck.releases()"
    assert "Your notebooks are the newest release." in lite.run("setup", ask)
    own, new = f"{SECOND}/{SECOND}.ipynb", f"{SECOND}/{SECOND} (release 9-new).ipynb"
    served = folder / LITE / "files" / own
    notebook = nbformat.read(served, as_version=4)
    notebook.metadata[KEY] = "9-new"
    nbformat.write(notebook, served)
    listed = folder / LITE / FILE
    listed.write_text(json.dumps(json.loads(listed.read_text()) | {own: "9-new"}))
    assert f"There is a newer release of {own}. It is saved as {new}" in lite.run("setup", ask)
    get = "return (await app.serviceManager.contents.get(argument, {content: true})).content"
    assert lite.call(get, new)["metadata"][KEY] == "9-new"
    kept = {cell["id"]: "".join(cell["source"]) for cell in lite.call(get, own)["cells"]}
    assert kept["conv_backward"] == all_right(SECOND)["conv_backward"]


def test_a_network_trains(lite):
    lite.open(TRAINING)
    lite.run("setup")
    lite.run("cell-04")
    lite.answer(TRAINING)
    shown = lite.run(
        "setup",
        "net = ConvNet(np.random.default_rng(8))\n"
        "losses = train(net, X_train[:2000], y_train[:2000], 1, 0.03, np.random.default_rng(9), batch_size=32)\n"
        "print('learned:', np.mean(losses[-10:]) < 0.6 * losses[0])",
    )
    assert "learned: True" in shown


def test_no_other_host_was_asked(lite, hosts):
    assert hosts == {lite.address.removeprefix("http://")}
