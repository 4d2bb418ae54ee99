"""A real headless Chromium and a real server; without a Chromium CI fails, and elsewhere the skip is loud."""

import os
import re
import shutil
import warnings
from pathlib import Path

import pytest

from shapan.app.jobs import first_picture
from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import Request
from shapan.app.jobs.worker import Worker
from shapan.app.screens.deliberation.request import TwoTables
from shapan.app.screenshots import DESKTOP, chromium, find_browser, picture, serving
from shapan.app.widgets.language import Words

from .quiet import Talk, at_rest

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
QUICK = Request(first_picture.small_request().columns, reps=2, days=60, warmup=10, seed=3)
"""The comparison on which pages open, in two worlds and two months."""
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


def finished(folder, *requests):
    """Ids of comparisons that are done, simulated here: this process has long loaded what a new one would load."""
    jobs = Jobs(folder, workers=0)
    found = [jobs.submit(request, "somebody") for request in requests]
    worker = Worker(folder, jobs.work_name, "here", jobs.build)
    while (task := worker.store.claim("here", jobs.build)) is not None:
        assert worker.do(task)
    for job in found:
        ended = jobs.wait(job, 120.0)
        assert ended.state == "done", ended.error
    return found


@pytest.fixture(scope="session")
def computed(tmp_path_factory):
    """A data folder with what pages open on, computed once for all modules of a worker; `QUICK` is its only job.

    Under the name of the first picture lies the finding of `QUICK`: the same scenarios in fewer worlds and days.
    """
    folder, tables = tmp_path_factory.mktemp("computed"), TwoTables().request(Words("en"))
    elsewhere = Jobs(tmp_path_factory.mktemp("elsewhere"), workers=0)
    (done,) = finished(elsewhere.folder, tables)
    here = Jobs(folder, workers=0)
    here.results.put(here.work.key_of_result(tables), elsewhere.result(done))
    (quick,) = finished(folder, QUICK)
    here.results.put(here.work.key_of_result(first_picture.small_request()), here.result(quick))
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
        Talk(self.page)
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
        picture(self.page, ARTEFACTS / f"{name}.png", self.size[0], drawn=at_rest)
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
