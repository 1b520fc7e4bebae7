"""A submission full of scripts, graded and opened in Chromium: in formgrader, in its lists, and as feedback."""

import os
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.converters import GenerateFeedback
from playwright.sync_api import expect

from grading.classroom import demo
from grading.classroom.autograde import grade
from grading.course import NOTEBOOKS, ROOT, SOLUTIONS
from grading.nbgrader_setup import convert, gradebook, nbgrader_config
from tests.browser.server import TOKEN, jupyterlab
from tests.hostile.scripts import MARKDOWN, OUTPUTS, STREAMS

LESSON, STUDENT, BESIDE = demo.FORWARD, "mallory", "page.html"
PWN = "window.__pwned = 1; document.title = 'pwned'"
# The template's own: nbconvert loads MathJax, jQuery and RequireJS from there.
TEMPLATES = {"cdnjs.cloudflare.com"}
# The course's own links: to a heading, and to the next lesson.
OWN = "[href^='#'], [href^='../02_backprop_by_hand/']"
# What must not be in anything that came from a student, as a CSS selector.
ACTIVE = (
    "script, iframe, frame, object, embed, form, button, svg, style, link, meta, base, video, audio, "
    # The feedback page shows formulas as MathML.
    "math:not([display]), math :is([href], mglyph, maction, annotation-xml, mtext *), "
    f"a[href]:not({OWN})"
)
# Where the student's cells are, in formgrader and in a feedback page.
CELLS = "#notebook-container :is(.text_cell_render, .output), main :is(section.text, .output)"
# Everything in the page is hovered, focused and clicked, and reports which attributes could act or load.
PROVOKE = """nodes => nodes.flatMap(node => {
    for (const kind of ["mouseover", "focus", "click", "toggle"]) node.dispatchEvent(new Event(kind, {bubbles: false}))
    return [...node.attributes].map(a => `${a.name}=${a.value}`).filter(text =>
        /^on|^srcset|^background|^formaction|javascript:|^style=.*(url|image|@)/i.test(text)
        || /^src=(?!data:image\\/(png|jpeg|gif|webp);base64,)/i.test(text))
})"""


def hostile():
    """A solved notebook with each payload in a cell of its own, and displayed by code."""
    notebook = demo.solved(LESSON, added="from IPython.display import display")
    next(cell for cell in notebook.cells if cell.id.startswith("reflection")).source = "\n\n".join(
        MARKDOWN[name] for name in ("svg_onload", "iframe_srcdoc", "img_onerror", "link_js")
    )
    notebook.cells += [new_markdown_cell(f"{name}\n\n{text}") for name, text in MARKDOWN.items()]
    notebook.cells += [new_markdown_cell(text) for text in MARKDOWN.values()]
    notebook.cells += [new_raw_cell(MARKDOWN[name]) for name in ("script", "img_onerror", "iframe_srcdoc")]
    notebook.cells += [new_code_cell(f"display({bundle!r}, raw=True)") for bundle in OUTPUTS.values()]
    notebook.cells += [new_code_cell(f"print({text!r})") for text in STREAMS.values()]
    isolated = "display({'text/html': '<p>isolated</p>'}, raw=True, metadata={'text/html': {'isolated': True}})"
    notebook.cells.append(new_code_cell(isolated))
    notebook.metadata["widgets"] = {"x": f"</script>{MARKDOWN['script']}"}
    notebook.metadata["title"] = f"</title>{MARKDOWN['script']}"
    for cell in notebook.cells:
        cell.metadata["tags"] = [f'"><img src=x onerror="{MARKDOWN["script"]}">']
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory, needs_bubblewrap):
    """A course folder in which the submission is graded and has feedback."""
    root = tmp_path_factory.mktemp("formgrader") / "course"
    demo.write(root, {(STUDENT, LESSON): hostile()})
    (root / "grading" / "submitted" / STUDENT / LESSON / BESIDE).write_text(f"<p>Hello<script>{PWN}</script>")
    for path in (ROOT / "nbgrader_config.py", NOTEBOOKS, SOLUTIONS):
        (root / path.name).symlink_to(path)
    assert grade(root, [LESSON]).exit_code == 0
    convert(GenerateFeedback, nbgrader_config(root), LESSON, STUDENT)
    return root


@pytest.fixture(scope="module")
def address(course, needs_chromium):
    with jupyterlab(course, course.parent, course=course) as address:
        yield address


class Watched:
    """A page of which every request to another host, and every dialog, is recorded."""

    def __init__(self, page):
        self.page, self.hosts, self.dialogs = page, set(), []
        page.route(lambda url: not url.startswith(("http://127.0.0.1", "file:", "data:")), self.refuse)
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def refuse(self, route):
        self.hosts.add(route.request.url.split("/")[2].split(":")[0])
        route.abort()

    def fooled(self) -> dict:
        """Provoke everything in the page, and return what happened."""
        cells = self.page.locator(CELLS)
        active = cells.locator(f":is({ACTIVE})")
        found = cells.locator("*").evaluate_all(PROVOKE)
        for link in self.page.get_by_text("click me", exact=True).all():
            if link.is_visible():
                link.click(no_wait_after=True)
        self.page.wait_for_timeout(500)
        return {
            "active elements": active.evaluate_all("nodes => nodes.map(node => node.outerHTML.slice(0, 200))"),
            "attributes": found,
            "scripts": self.page.evaluate("window.__pwned"),
            "hosts": self.hosts - TEMPLATES,
            "dialogs": self.dialogs,
        }


HARMLESS = {"active elements": [], "attributes": [], "scripts": None, "hosts": set(), "dialogs": []}


@pytest.fixture
def watched(browser):
    page = browser.new_page()
    yield Watched(page)
    page.close()


def submission(course):
    """The id of the submission in formgrader's addresses."""
    with gradebook(course) as book:
        return book.find_submission_notebook(LESSON, LESSON, STUDENT).id


def test_formgrader_shows_the_submission_and_nothing_acts(course, address, watched):
    watched.page.goto(f"{address}/formgrader/submissions/{submission(course)}/?token={TOKEN}")
    watched.page.wait_for_load_state("load")
    if folder := os.environ.get("CONVLIB_SCREENSHOTS"):
        watched.page.screenshot(path=f"{folder}/formgrader.png", full_page=True)
    assert watched.fooled() == HARMLESS
    assert watched.page.locator(CELLS).count() > 100
    assert "<script>" in "".join(watched.page.locator(".text_cell_render :is(pre, code)").all_inner_texts())
    assert watched.page.get_by_text("click me", exact=True).count() > 5


@pytest.mark.parametrize(
    "path", [f"manage_submissions/{LESSON}", f"gradebook/{LESSON}/{LESSON}", f"manage_students/{STUDENT}/{LESSON}"]
)
def test_formgraders_lists_show_the_student_and_nothing_acts(path, course, address, watched):
    watched.page.goto(f"{address}/formgrader/{path}?token={TOKEN}")
    watched.page.wait_for_load_state("networkidle")
    assert watched.fooled() == HARMLESS


def test_a_page_beside_the_notebook_does_not_act(course, address, watched):
    reply = watched.page.goto(f"{address}/formgrader/submissions/{submission(course)}/{BESIDE}?token={TOKEN}")
    assert reply.status == 200 and watched.page.inner_text("body") == "Hello"
    assert watched.page.title() == "" and watched.page.evaluate("window.__pwned") is None


def test_a_click_on_a_comment_adds_it_to_the_comment_box(course, address, watched):
    watched.page.goto(f"{address}/formgrader?token={TOKEN}")  # log in, also for what the next page requests
    watched.page.goto(f"{address}/formgrader/submissions/{submission(course)}/")
    comments = watched.page.locator(".course-rubric").get_by_role("button")
    chosen = [comments.nth(k).inner_text() for k in (0, 1)]
    box = watched.page.locator("#reflection_sharing-comment")
    expect(box).to_have_attribute("placeholder", re.compile("comments"))  # formgrader has loaded what is there
    with watched.page.expect_response("**/api/comment/*"):
        comments.nth(0).click()
    comments.nth(1).focus()
    with watched.page.expect_response("**/api/comment/*"):
        watched.page.keyboard.press("Enter")
    assert box.input_value() == "\n\n".join(chosen)
    with gradebook(course) as book:
        assert book.find_comment("reflection_sharing", LESSON, LESSON, STUDENT).manual_comment == box.input_value()


def test_the_feedback_page_is_harmless(course, watched):
    page = course / "grading" / "feedback" / STUDENT / LESSON / f"{LESSON}.html"
    watched.page.goto(page.as_uri())
    watched.page.wait_for_load_state("load")
    if folder := os.environ.get("CONVLIB_SCREENSHOTS"):
        watched.page.screenshot(path=f"{folder}/feedback.png", full_page=True)
    assert watched.fooled() == HARMLESS
    assert watched.page.locator(CELLS).count() > 100


def test_without_cleaning_the_canary_is_heard(course, address, watched):
    """The same submission put where formgrader looks: this test tells that the others could fail."""
    path = course / "grading" / "autograded" / STUDENT / LESSON / f"{LESSON}.ipynb"
    clean = path.read_bytes()
    path.chmod(0o644)
    nbformat.write(demo.with_source(nbformat.read(path, 4), "reflection_sharing", MARKDOWN["img_onerror"]), path)
    try:
        watched.page.goto(f"{address}/formgrader/submissions/{submission(course)}/?token={TOKEN}")
        watched.page.wait_for_load_state("load")
        fooled = watched.fooled()
    finally:
        path.write_bytes(clean)
    assert fooled["scripts"] and fooled["attributes"]
