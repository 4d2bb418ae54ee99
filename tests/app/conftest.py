"""The page on a data folder of its own, with workers that end with the tests."""

from pathlib import Path

import pytest

ENTRY = str(Path(__file__).parents[2] / "app" / "main.py")


@pytest.fixture(scope="module")
def own_door(tmp_path_factory):
    """The page's door on an empty folder, shared by the tests of one file, since workers take seconds to start."""
    from shapan.app.door import door

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPAN_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv("SHAPAN_WORKERS", "1")
        patch.setattr("shapan.app.door.at_the_machine", lambda: True)  # as `shapan app` without --lan
        door.clear()
        yield door
        door().stop()
        door.clear()
