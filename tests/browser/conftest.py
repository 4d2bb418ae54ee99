"""A real headless Chromium and a real server; without a Chromium CI fails, and elsewhere the skip is loud."""

import os
import re
import shutil
import warnings
from pathlib import Path

import pytest

from shapan.app.jobs import first_picture
from shapan.app.jobs.jobs import Jobs
from shapan.app.screenshots import DESKTOP, chromium, find_browser, picture, serving

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
# Every control must say what it is to somebody who cannot see it.
NAMELESS = """() => [...document.querySelectorAll('button, input, textarea, [role=slider], [role=combobox]')]
  .filter(e => e.offsetParent !== null)
  .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || (e.labels && e.labels.length)
                 || e.textContent.trim() || e.title || e.closest('label')))
  .map(e => e.outerHTML.slice(0, 200))"""
# What people read: without the code to copy, and without icons, whose names a font turns into pictures.
READ = """() => {
  const page = document.querySelector('[data-testid=stMain]').cloneNode(true);
  const pictures = '[data-testid=stIconMaterial], [data-testid=stExpanderIcon], [role=img]';
  page.querySelectorAll(`${pictures}, [data-testid=stCode], style, script, [hidden]`)
      .forEach(e => e.remove());
  return page.textContent }"""
# On a page of its own address Streamlit first asks there for its server, is told no, and then asks at the root.
PROBE = re.compile(r"/\w+/_stcore/(health|host-config)$")
TOO_WIDE = "() => { const e = document.querySelector('[data-testid=stMain]'); return e.scrollWidth - e.clientWidth }"


@pytest.fixture(scope="session")
def browser():
    if find_browser() is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium, so nobody has looked at the page")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            pytest.skip("NO CHROMIUM FOUND: nobody has looked at the page (Debian: apt-get install chromium)")
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def computed(tmp_path_factory):
    """A data folder with the comparison on which pages open, computed once for all modules of a worker."""
    folder = tmp_path_factory.mktemp("computed")
    jobs = Jobs(folder)
    try:
        ended = jobs.wait(jobs.submit(first_picture.small_request(), "set-up"), 300.0)
    finally:
        jobs.stop()
    assert ended is not None and ended.state == "done"
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory, computed):
    """Each module's server has a data folder of its own, where nobody else's comparisons are listed."""
    return shutil.copytree(computed, tmp_path_factory.mktemp("data") / "shapan")


@pytest.fixture(scope="module")
def address(data):
    with serving(data) as (found, _):
        yield found


class Visit:
    """One person's tab, which remembers what it asked for and what went wrong."""

    def __init__(self, browser, address, size):
        self.page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        self.address, self.size = address, size
        self.asked, self.complaints = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._hear)

    def _hear(self, message):
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.complaints.append(message.text)

    def open(self, query, page=""):
        self.page.goto(f"{self.address}/{page}?{query}")
        return self.page

    def nameless(self):
        """Controls that do not say what they are."""
        return self.page.evaluate(NAMELESS)

    def read(self):
        """The words of the page."""
        return self.page.evaluate(READ)

    def too_wide(self):
        """Pixels by which the page is wider than the screen."""
        return self.page.evaluate(TOO_WIDE)

    def outside(self):
        """Requests that left this machine."""
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]

    def picture(self, name):
        picture(self.page, ARTEFACTS / f"{name}.png", self.size[0])
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})


@pytest.fixture
def visit(browser, address):
    opened = []

    def open_tab(size=DESKTOP):
        opened.append(Visit(browser, address, size))
        return opened[-1]

    yield open_tab
    for one in opened:
        one.page.close()
