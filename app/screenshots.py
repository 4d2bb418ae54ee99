"""Pictures of the page for the README, and the means by which tests look at it: a server and a headless Chromium.

`python -m shapan.app.screenshots docs/pictures` needs playwright and a Chromium on the PATH; it never downloads one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from .widgets.language import LANGUAGES

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox because tests often run as root; the rest keeps the browser from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1280, 900), (390, 844)
PAGES = {
    "compare": "",
    "money": "money",
    "map": "map",
    "lessons": "lessons",
    "rooms": "rooms",
    "story": "story",
    "experiments": "experiments",
    "evidence": "evidence",
    "deliberation": "deliberation",
    "elections": "elections",
}
"""Name of a picture -> address of the page it shows."""
SHOWN = ("compare", "money", "map", "lessons")
"""Pages whose pictures are kept for the README."""
WITH_VERDICT = ("compare", "money")
MAP_SECONDS = 400.0  # a page that has its runs made first
CHART_SECONDS = 2.0  # charts draw a moment after their words


def find_browser() -> str | None:
    """A Chromium of this machine, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    data: Path | None = None, port: int | None = None, *words: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The front end as `shapan app` starts it, with more words behind; gives its address and its process."""
    port = port or free_port()
    where = {"SHAPAN_DATA": str(data)} if data is not None else {}
    command = [sys.executable, "-P", "-m", "shapan", "app", "--port", str(port), *words]
    server = subprocess.Popen(command, env={**os.environ, **where}, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _until_healthy(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _until_healthy(address: str, server: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the front end did not start within {seconds:.0f} s")


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        raise RuntimeError("no Chromium on the PATH (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def a_moment(page: Any) -> None:
    """Wait as long as charts usually need; tests wait until nothing is drawn any more instead."""
    time.sleep(CHART_SECONDS)


def until_verdict(page: Any, seconds: float = 120.0, drawn: Callable[[Any], None] = a_moment) -> None:
    """Wait for the verdict of a finished comparison and for its charts; `drawn` waits until they are all there."""
    page.locator(".shapan-verdict").first.wait_for(timeout=1000 * seconds)
    page.locator("[data-testid=stProgress]").wait_for(state="detached", timeout=1000 * seconds)
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for(
        timeout=1000 * seconds
    )
    drawn(page)


def until_still(page: Any, seconds: float = MAP_SECONDS, drawn: Callable[[Any], None] = a_moment) -> None:
    """Wait until a page has said its title and nothing is under way on it any more."""
    page.locator("[data-testid=stMain] h3").first.wait_for(timeout=1000 * seconds)
    page.locator("[data-testid=stProgress]").wait_for(state="detached", timeout=1000 * seconds)
    drawn(page)
    page.locator("[data-testid=stProgress]").wait_for(state="detached", timeout=1000 * seconds)
    drawn(page)


def picture(
    page: Any, path: Path, width: int, height: int | None = None, drawn: Callable[[Any], None] = a_moment
) -> None:
    """The page from its top, whole or to a height, once `drawn` has waited for it in its new size."""
    if height is None:
        height = min(12_000, 20 + int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")))
    page.set_viewport_size({"width": width, "height": height})
    drawn(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)


def shrink(path: Path) -> None:
    """Few colours are enough for a page and a third of the bytes."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(colors=256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> int:
    """Draw the pages on the first picture, in both languages."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--whole", action="store_true", help="every page, whole, on a desktop and on a phone")
    parser.add_argument("--only", nargs="+", choices=PAGES, metavar="PAGE")
    chosen = parser.parse_args()
    sizes = {"": DESKTOP, "_phone": PHONE} if chosen.whole else {"": DESKTOP}
    pages = chosen.only or (PAGES if chosen.whole else SHOWN)
    with serving() as (address, _), chromium() as browser:
        for language, name, (size, screen) in product(LANGUAGES, pages, sizes.items()):
            tab = browser.new_page(viewport={"width": screen[0], "height": screen[1]})
            tab.goto(f"{address}/{PAGES[name]}?lang={language}")
            until_verdict(tab) if name in WITH_VERDICT else until_still(tab)
            path = chosen.folder / f"{name}_{language}{size}.png"
            picture(tab, path, screen[0], None if chosen.whole else 1240)
            if not chosen.whole:
                shrink(path)
            print(path)
            tab.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
