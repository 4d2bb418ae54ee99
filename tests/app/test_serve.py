"""The server answers nobody it was not started for, runs nobody else's code, and goes when it should."""

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from shapan.app.screens.votes.file import MOST_TAKEN_MB
from shapan.app.screenshots import free_port
from shapan.app.serve import options

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory):
    """A folder one may start from that holds somebody's modules and somebody's settings."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("streamlit", "random", "tornado"):
        (folder / f"{name}.py").write_text("open('harm', 'w')\nraise RuntimeError('somebody else')\n", encoding="utf-8")
    (folder / ".streamlit").mkdir()
    settings = '[server]\nenableCORS = false\nenableXsrfProtection = false\nmaxUploadSize = 5000\naddress = "0.0.0.0"\n'
    (folder / ".streamlit" / "config.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(hostile_folder):
    """`shapan app` as somebody types it in that folder: its port and its process."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "shapan"), "app", "--port", str(port), "--lang", "en"]
    environment = {**os.environ, "SHAPAN_DATA": "data"}
    with (hostile_folder / "said.txt").open("w") as said:
        process = subprocess.Popen(command, cwd=hostile_folder, env=environment, stdout=said, stderr=said)
    end = time.monotonic() + 120
    while not answers(port):
        assert process.poll() is None and time.monotonic() < end, (hostile_folder / "said.txt").read_text()
        time.sleep(0.3)
    yield port, process
    process.kill()
    process.wait()


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def opened(port, host, origin):
    """How the server answers a browser that wants to open the page's connection."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asked.request("GET", "/_stcore/stream", headers={**HANDSHAKE, "Host": host, "Origin": origin})
    status = asked.getresponse().status
    asked.close()
    return status


def test_nobody_elses_modules_or_settings_count(server, hostile_folder):
    port, _ = server
    assert not (hostile_folder / "harm").exists()
    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        assert opened(port, host, f"http://{host}") == 101
        assert opened(port, host, "http://evil.example") == 403, "settings of the folder must not open the door"


def test_a_name_that_only_leads_here_is_refused(server):
    port, _ = server
    rebound = f"evil.example:{port}"
    assert opened(port, rebound, f"http://{rebound}") in (400, 403)


def test_uploads_are_as_large_as_the_page_takes():
    found = options(["server.port=1", "server.nothing_of_the_kind=1", "server.allowedHosts=a", "server.allowedHosts=b"])
    assert f"--server.maxUploadSize={MOST_TAKEN_MB}" in found and "--server.port=1" in found
    assert not any("nothing_of_the_kind" in one for one in found)
    assert [one for one in found if "allowedHosts" in one] in (
        [],
        ["--server.allowedHosts=a", "--server.allowedHosts=b"],
    )


def test_the_server_reports_no_change_that_nobody_made(server, hostile_folder):
    answers(server[0])
    text = (hostile_folder / "said.txt").read_text(encoding="utf-8")
    assert f"http://localhost:{server[0]}" in text and "config" not in text and "restart" not in text, text


@POSIX
def test_the_server_goes_with_whoever_started_it(server):
    port, process = server
    process.send_signal(signal.SIGKILL)
    process.wait()
    end = time.monotonic() + 20
    while answers(port) and time.monotonic() < end:
        time.sleep(0.2)
    assert not answers(port), "nobody looks after this server any more"


def test_the_data_folder_is_named_from_where_the_person_stands(hostile_folder, monkeypatch):
    from shapan.experiments.cli.machine import _environment

    monkeypatch.chdir(hostile_folder)
    monkeypatch.setenv("SHAPAN_DATA", "data")
    assert _environment()["SHAPAN_DATA"] == str(hostile_folder / "data")
