"""The built book: nothing in it asks another host or holds an answer; and each page, opened in headless Chromium."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlparse

import pytest

from grading.bank import EXERCISES
from grading.build.book import LITE, read
from grading.build.notebooks import exercise_source
from grading.build.site import build_book
from grading.course import NOTEBOOKS, SOLUTIONS, lesson_names
from tests.browser.static_server import Server

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:  # the fixture needs_chromium reports it
    pass

FIRST, SECOND, THIRD, *_ = lesson_names()
ADDRESSES = {"src", "srcset", "href", "data", "action", "poster"}


class Page(HTMLParser):
    """What a page loads, where its links lead, its pictures and its text."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.links, self.images, self.words = [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        wanted = self.links if tag == "a" else self.loads
        wanted += [found[name] for name in ADDRESSES & found.keys() if not found[name].startswith("data:")]
        if tag == "img":
            self.images.append(found)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def book(tmp_path_factory, needs_jupyterlite):
    folder = tmp_path_factory.mktemp("book") / "built"
    build_book(folder)
    return folder


@pytest.fixture(scope="module")
def pages(book):
    return {path.relative_to(book).as_posix(): Page(path) for path in sorted(book.rglob("*.html"))}


def test_the_book_has_its_pages(pages):
    wanted = {"index.html", "glossary.html", "syllabus.html", "instructors.html", "search.html", "api/convolution.html"}
    wanted |= {f"lessons/{name}.html" for name in lesson_names()} | {
        f"slides/{name[:2]}.html" for name in lesson_names()
    }
    assert wanted <= pages.keys()


def test_nothing_is_loaded_from_another_host(book, pages):
    assert not [(name, url) for name, page in pages.items() for url in page.loads if urlparse(url).netloc]
    for path in (*book.rglob("*.css"), *book.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"""(?:url\(|@import|import\(|\bfrom|fetch\()\s*["']?(?:https?:)?//[^)"']+""", text), path


def test_each_link_leads_somewhere(book, pages):
    for name, page in pages.items():
        for url in {urldefrag(each).url.partition("?")[0] for each in page.links + page.loads}:
            target = ((book / name).parent / url).resolve()
            outside = urlparse(url).scheme or f"/{LITE}/" in target.as_posix() or not url
            assert outside or target.exists(), (name, url)


def test_each_picture_has_an_alt_text(pages):
    assert not [(name, image["src"]) for name, page in pages.items() for image in page.images if not image.get("alt")]
    assert sum(len(page.images) for page in pages.values()) > 100


def answers():
    """Yield each line that an answer has and that students never get: of code, and of written answers."""
    given = " ".join(cell.source for name in lesson_names() for cell in read(NOTEBOOKS, name).cells)
    given = " ".join(given.split())
    for exercise in EXERCISES.values():
        bodies = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", exercise_source(exercise), re.DOTALL)
        assert bodies
        for line in "".join(bodies).splitlines():
            if len(line := " ".join(line.split())) > 20 and line not in given:
                yield line
    for name in lesson_names():
        student = {cell.id: cell.source for cell in read(NOTEBOOKS, name).cells}
        for cell in read(SOLUTIONS, name).cells:
            if cell.cell_type == "markdown" and student[cell.id] != cell.source:
                yield from (re.sub(r"[*`$\\]", "", line).lstrip("- ") for line in cell.source.split("\n") if line[20:])


def test_no_page_holds_an_answer(pages):
    found = [*answers()]
    assert len(found) > 200
    everything = "\n".join(page.text for page in pages.values())
    assert not [answer for answer in found if " ".join(answer.split()) in everything]


def test_the_search_index_holds_only_words_of_the_pages(book, pages):
    said = re.findall(r"[a-z]{6,}", " ".join(page.text for page in pages.values()).lower())
    code = [answer for answer in answers() if re.search(r"[=(\[]", answer)]
    secret = set(re.findall(r"\b[a-z]{6,}\b", " ".join(code))) - set(said)
    index = (book / "searchindex.js").read_text(encoding="utf-8")
    assert '"convolut"' in index
    assert not [word for word in secret if re.search(rf'"{word}"|\b{word}:', index)]


def test_a_class_gets_the_pages_that_it_has_come_to_and_every_build_is_the_same(tmp_path, needs_jupyterlite):
    build_book(tmp_path / "one", [FIRST, SECOND])
    build_book(tmp_path / "two", [FIRST, SECOND])
    one, two = ({p.relative_to(tmp_path / n): p for p in (tmp_path / n).rglob("*.*")} for n in ("one", "two"))
    assert one.keys() == two.keys()
    assert not [name for name in one if one[name].is_file() and one[name].read_bytes() != two[name].read_bytes()]
    assert {path.stem for path in (tmp_path / "one" / "lessons").iterdir()} == {FIRST, SECOND}
    assert not [
        path for path in one if THIRD in path.name or f"/{THIRD}." in one[path].read_bytes().decode(errors="ignore")
    ]


# In a browser


@pytest.fixture(scope="module")
def seen(book, needs_chromium):
    """A page of a browser on the book, whose errors and requests are kept."""
    server = Server(book)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=needs_chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        page.errors, page.hosts, page.address = [], set(), server.address
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: page.hosts.add(urlparse(request.url).netloc))
        yield page
        browser.close()
    server.shutdown()


def test_each_page_opens_without_an_error_and_fits_a_phone(seen, pages):
    for name in pages:
        seen.goto(f"{seen.address}/{name}")
        for width in (1280, 390):
            seen.set_viewport_size({"width": width, "height": 900})
            assert seen.evaluate("document.documentElement.scrollWidth") <= width, name
    assert not seen.errors and seen.hosts == {urlparse(seen.address).netloc}
    seen.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("theme, rules", [("light", {}), ("dark", {"runOnly": ["color-contrast"]})])
def test_no_page_has_a_serious_barrier(seen, pages, theme, rules):
    from axe_playwright_python.sync_playwright import Axe

    seen.emulate_media(color_scheme=theme)
    found = []
    for name in pages:
        seen.goto(f"{seen.address}/{name}")
        violations = Axe().run(seen, options=rules | {"resultTypes": ["violations"]}).response["violations"]
        found += [(name, each["id"]) for each in violations if each["impact"] in ("serious", "critical")]
    seen.emulate_media(color_scheme="light")
    assert not found


def test_search_finds_the_lesson(seen):
    seen.goto(seen.address)
    seen.get_by_role("textbox", name="Search").fill("adjoint")
    seen.keyboard.press("Enter")
    expect(seen.locator("#search-results li", has_text="3 · Gradients are convolutions").first).to_be_visible()


def test_it_can_be_dark(seen):
    ground = "getComputedStyle(document.body).backgroundColor"
    seen.goto(f"{seen.address}/lessons/{FIRST}.html")
    seen.evaluate("localStorage.clear()")
    light = seen.evaluate(ground)
    toggle = seen.locator("button.theme-toggle:visible")
    while seen.locator("body").get_attribute("data-theme") != "dark":
        toggle.click()
    assert seen.evaluate(ground) != light
    seen.evaluate("localStorage.clear()")


def test_the_film_moves_and_can_be_paused(seen):
    seen.goto(seen.address)
    film = seen.locator(".moving")
    picture = film.get_by_role("img")
    first = picture.get_attribute("aria-label")
    expect(picture).not_to_have_attribute("aria-label", first, timeout=30_000)
    film.get_by_role("button", name="Pause").click()
    still = picture.get_attribute("aria-label")
    seen.wait_for_timeout(3000)
    expect(picture).to_have_attribute("aria-label", still)
    expect(film.get_by_role("button", name="Play")).to_be_visible()


def test_the_film_stands_still_where_motion_is_not_wanted(seen):
    seen.emulate_media(reduced_motion="reduce")
    seen.goto(seen.address)
    expect(seen.locator(".moving").get_by_role("button", name="Play")).to_be_visible()
    seen.wait_for_timeout(3000)
    expect(seen.locator(".moving")).to_contain_text("Step 1 of 4.")
    seen.emulate_media(reduced_motion="no-preference")


def test_hints_open(seen):
    seen.goto(f"{seen.address}/lessons/{FIRST}.html")
    hint = seen.locator("details").first
    expect(hint.locator("p")).to_be_hidden()
    hint.locator("summary").click()
    expect(hint.locator("p")).to_be_visible()


def test_the_arrow_keys_turn_the_slides(seen):
    seen.goto(f"{seen.address}/slides/01.html")
    expect(seen.locator("#place")).to_have_text(re.compile("^1 of "))
    seen.keyboard.press("ArrowRight")
    expect(seen.locator("#place")).to_have_text(re.compile("^2 of "))
