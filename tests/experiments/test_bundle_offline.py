"""A bundle is made, and Shapan is installed, run and opened from it in an empty account without a network."""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from shapan.experiments.bundling.targets import PLATFORMS, here_platform
from support import without_network

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(3000)]


def cut_off():
    """The words that start a program without a network; none where this system does not let us make a namespace."""
    words = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
        return words
    warnings.warn("no namespace can be made here: the network is only named wrongly, not off", stacklevel=2)
    return []


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    if here_platform() not in PLATFORMS:
        pytest.skip(f"no bundle is for {here_platform()}")
    out = tmp_path_factory.mktemp("made") / "bundle"
    words = ["--out", str(out), "--platforms", "here", "--pythons", "here", "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "shapan.experiments.bundling", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out


def test_installed_and_started_without_a_network(bundle, tmp_path):
    words = cut_off()
    python = str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")
    driver = [sys.executable, "-I", without_network.__file__, str(bundle), str(tmp_path), python]
    done = subprocess.run([*words, *driver], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    if words:
        assert found["networks"] == ["lo"]
    assert found["installed"] == 0 and found["doctor"] == 0, done.stderr[-3000:]
    assert found["run"]["residents"] == 10_000
    assert found["page"] == {"health": 200, "status": 200, "is_the_page": True}
    assert "kernels compiled" in done.stderr, "somebody who waits for minutes is told how far it is"
