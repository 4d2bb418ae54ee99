"""Many sessions that start runs at once: a newcomer still sees a verdict soon, nobody waits for somebody's end."""

import pytest

from shapan.app.crowd import crowd

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.slow, pytest.mark.timeout(900)]


def test_eight_start_at_once_and_nobody_is_starved(browser, data):
    found = crowd(data, sessions=8, reps=2, days=60)
    fewest, most = found.shares
    assert most == found.runs and fewest >= found.runs - 2, "when one is done, the others are nearly as far"
    assert found.first_run[2] < found.finished[0], "each had its first run before anybody had all"
    assert found.newcomers and max(found.newcomers) < 3 * found.alone + 3.0
    assert found.server_mb < 700 and found.workers_mb < 1500
