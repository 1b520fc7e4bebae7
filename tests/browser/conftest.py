"""One Chromium for each file of tests."""

import pytest

from tests.browser.server import CHROMIUM, SECONDS

try:
    from playwright.sync_api import expect, sync_playwright
except ImportError:  # the fixture needs_chromium reports it
    pass


@pytest.fixture(scope="module")
def browser(needs_chromium):
    """A browser context, shared by the tests of a file so that JupyterLab is cached."""
    with sync_playwright() as driver:
        expect.set_options(timeout=SECONDS * 1000)
        browser = driver.chromium.launch(executable_path=needs_chromium, args=CHROMIUM)
        yield browser.new_context(viewport={"width": 1400, "height": 1000})
        browser.close()
