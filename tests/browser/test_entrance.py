"""A browser that comes by another name than this machine's own is asked for the access code, and keeps its pass."""

import socket

import pytest

from shapan.app.screenshots import ARGUMENTS, DESKTOP, find_browser, free_port, serving
from shapan.experiments.machine.access import LOG, read_secrets

from .conftest import ARTEFACTS, Visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PHONE = (390, 844)
NAME = socket.gethostname()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An empty folder: what is looked at here needs no comparison."""
    return tmp_path_factory.mktemp("data") / "shapan"


@pytest.fixture(scope="module")
def port(data):
    free = free_port()
    with serving(data, free, "--lan"):
        yield free


@pytest.fixture(scope="module")
def elsewhere(browser):
    """A browser to which this machine's name leads by the loopback, so that nothing leaves the machine."""
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    found = browser.browser_type.launch(executable_path=find_browser(), headless=True, args=[*ARGUMENTS, rules])
    yield found
    found.close()


@pytest.mark.parametrize(("size", "language", "label"), [(DESKTOP, "en", "Access code"), (PHONE, "zh", "访问码")])
def test_the_code_is_typed_once(elsewhere, data, port, size, language, label):
    one = Visit(elsewhere, f"http://{NAME}:{port}", size)
    page = one.open(f"lang={language}", "elections")
    field = page.get_by_label(label, exact=True)
    field.wait_for(timeout=60_000)
    assert one.nameless() == [] and one.too_wide() <= 0
    page.screenshot(path=ARTEFACTS / f"entrance_{language}_{size[0]}.png")
    field.fill("wrong1")
    page.keyboard.press("Enter")
    page.get_by_test_id("stAlert").first.wait_for(timeout=30_000)
    field.fill(read_secrets(data).code.lower())
    page.keyboard.press("Enter")
    field.wait_for(state="detached", timeout=60_000)
    page.wait_for_function("() => document.cookie.includes('shapan_pass=')", timeout=30_000)
    page.reload()
    page.get_by_test_id("stFileUploader").first.wait_for(timeout=60_000)
    assert page.get_by_label(label, exact=True).count() == 0
    assert "wrong" in (data / LOG).read_text(encoding="utf-8") and one.outside() == []
    page.close()


def test_the_qr_code_and_the_machine_itself(elsewhere, data, port):
    for address in (
        f"http://{NAME}:{port}/elections?lang=en&enter={read_secrets(data).code}",
        f"http://localhost:{port}/elections?lang=en",
    ):
        page = elsewhere.new_page()
        page.goto(address)
        page.get_by_test_id("stFileUploader").first.wait_for(timeout=60_000)
        assert page.get_by_label("Access code", exact=True).count() == 0 and "enter=" not in page.url
        page.close()
