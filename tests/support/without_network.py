"""What somebody does who has a bundle and no network: `python without_network.py BUNDLE HOME PYTHON`.

Prints one line of JSON with what came of it. `tests/experiments/test_bundle_offline.py` runs it in a namespace where
there is no network but this process's own loopback; where none can be made, with an index that is nowhere.
"""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

RUN = ["run", "status_quo", "--place", "training_town", "--days", "20", "--warmup", "5", "--json"]
NOWHERE = "http://127.0.0.1:9"  # the port that throws everything away; nobody listens


def loopback_up():
    """A new namespace has a loopback that is switched off."""
    import fcntl

    with socket.socket() as any_one, contextlib.suppress(OSError):
        fcntl.ioctl(any_one, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: up, running


def interfaces():
    """Names of the networks this process has."""
    return [name for _, name in socket.if_nameindex()]


def surroundings(home):
    """An account on which nothing has ever been installed."""
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "PIP_INDEX_URL")
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **dict.fromkeys(names, NOWHERE)}


def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address, seconds):
    """Status and text of a page, as soon as there is one."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), opener.open(address, timeout=5) as phrase:
            return phrase.status, phrase.read().decode()
        time.sleep(0.5)
    return 0, ""


def page(start, env):
    """The page started by the same script, asked once, and ended."""
    where = port()
    server = subprocess.Popen([*start, "--port", str(where)], env=env, start_new_session=True, stdout=sys.stderr)
    try:
        health, _ = answer(f"http://127.0.0.1:{where}/_stcore/health", 120)
        status, text = answer(f"http://127.0.0.1:{where}/", 20)
        return {"health": health, "status": status, "is_the_page": '<div id="root">' in text}
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def main(bundle, home, python):
    """Install, look, run, open."""
    loopback_up()
    env = surroundings(home) | {"SHAPAN_PYTHON": python}
    start = [str(bundle / "start.sh")]
    began = time.monotonic()
    found = {"networks": interfaces()}
    found["installed"] = subprocess.call([*start, "--no-start", "--lang", "en"], cwd=home, env=env, stdout=sys.stderr)
    found["seconds"] = round(time.monotonic() - began)
    (shapan,) = (home / ".local/share/shapan-bundle").glob("*/bin/shapan")
    found["doctor"] = subprocess.run([shapan, "doctor"], cwd=home, env=env, stdout=sys.stderr, check=False).returncode
    run = subprocess.run([shapan, *RUN], cwd=home, env=env, capture_output=True, text=True, check=False)
    found["run"] = json.loads(run.stdout) if run.returncode == 0 else run.stderr
    found["page"] = page(start, env)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
