"""The page on a data folder of its own, with workers that end with the tests."""

from pathlib import Path

import pytest

ENTRY = str(Path(__file__).parents[2] / "app" / "main.py")


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
