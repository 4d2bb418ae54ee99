"""The page on a data folder of its own, with workers that end with the tests."""

from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

ENTRY = str(Path(__file__).parents[2] / "app" / "main.py")


@pytest.fixture(scope="session", autouse=True)
def packages_are_looked_through_once():
    """Each run of an AppTest asks every installed package anew whether it brings a component: a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        with suppress(ImportError):  # another Streamlit may not look for any
            from streamlit.components.v2 import manifest_scanner

            scan = cache(manifest_scanner.scan_component_manifests)
            patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="module")
def own_jobs(tmp_path_factory):
    """The page's jobs on an empty folder, shared by the tests of one file, since workers take seconds to start."""
    from shapan.app.jobs.handle import jobs

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPAN_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv("SHAPAN_WORKERS", "1")
        patch.setattr("shapan.app.jobs.handle.at_the_machine", lambda: True)  # as `shapan app` without --lan
        jobs.clear()
        yield jobs
        jobs().stop()
        jobs.clear()


def letters(text):
    """What a reader sees of text that markdown shows letter by letter."""
    return text.replace("\u2060", "").replace("\\", "")


def keyed(widgets, *parts):
    """The widget whose key has all these parts; which object it edits is one more part, known to the page alone."""
    return next(widget for widget in widgets if set(parts) <= set(str(widget.key).split(":")))
