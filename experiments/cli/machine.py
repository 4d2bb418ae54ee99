"""`app`, `worker`, `doctor` and `bench`: the front end, its workers, the state of this installation, its speed."""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.folders import data_folder, source_folder
from ..runs.refusing import Refused
from .printing import print_json, say_aside

DONE, FAILED = 0, 1
LOCAL, EVERYWHERE = "127.0.0.1", "0.0.0.0"


def doctor(chosen: argparse.Namespace, say: Words) -> int:
    """What is here and what is missing; exit 1 if something needed is. Or the data folder copied or cleared."""
    if chosen.backup is not None or chosen.clear is not None:
        from .own_data import copy_or_clear

        return copy_or_clear(chosen, say)
    if chosen.warm:
        _warm(say)
    from ..machine.health import findings

    found = list(findings(say))
    missing = [finding for finding in found if not finding.good and finding.needed]
    if chosen.json:
        print_json([dataclasses.asdict(finding) for finding in found])
        return FAILED if missing else DONE
    from .tables import console, table

    rows = [[say("doctor.ok" if one.good else "doctor.bad"), one.what, one.found] for one in found]
    console().print(table(["", say("doctor.what"), say("doctor.found")], rows, words=3))
    print(say("doctor.missing", count=len(missing)) if missing else say("doctor.good"))
    return FAILED if missing else DONE


def _warm(say: Words) -> None:
    """Compile the kernels now, and say how far it is: the first time it takes minutes."""
    from ..machine.warm import kernels_kept, warm_told

    def tell(count: int, seconds: float) -> None:
        say_aside(say("doctor.warming", count=count, seconds=seconds))

    seconds = warm_told(tell)
    say_aside(say("doctor.warmed", count=kernels_kept(), seconds=seconds))


def bench(chosen: argparse.Namespace, say: Words) -> int:
    """What a year costs here, ours and the peers', where it goes and how it grows; ratios from rounds in turn."""
    from ..machine.bench import report
    from ..machine.bench_lines import plot, sections

    found = report(chosen.quick, _peers(chosen.peers))
    if chosen.plot is not None:
        plot(found, Path(chosen.plot), say)
    if chosen.json:
        print_json(found)
        return DONE
    from .tables import console, table

    out = console()
    out.print(say("bench.head", cores=found["cores"], rounds=found["rounds"]), markup=False)
    for one in sections(found, say):
        out.print("")
        out.print(one.title, markup=False)
        out.print(table(one.heads, one.rows, words=one.words))
    return DONE


def _peers(named: str | None) -> list[str]:
    """The peers named, or all; a name that is none is refused."""
    from ..machine.peers import PEERS

    names = list(PEERS) if named is None else [one.strip() for one in named.split(",")]
    for name in names:
        if name not in PEERS:
            near = difflib.get_close_matches(name, PEERS, 1, 0.5)
            nearest = near[0] if near else next(iter(PEERS))
            raise Refused("bench.no_peer", name=name, allowed=", ".join(PEERS), nearest=nearest)
    return list(dict.fromkeys(names))


def app(chosen: argparse.Namespace, say: Words) -> int:
    """Open the front end; it runs until Ctrl-C."""
    if not 1 <= chosen.port <= 65535:
        raise Refused("refused.number", key="port", value=chosen.port, low=1, high=65535)
    if not _free(chosen.port):
        raise Refused("app.port_taken", port=chosen.port, other=_next_free(chosen.port))
    signing, variables = _signing(chosen)
    code = _access_code(chosen)
    _announce(chosen, say, code)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    environment = {**_environment(), "SHAPAN_ACCESS": "1" if code else "", **variables}
    server = subprocess.Popen(
        [*_command(chosen.port, chosen.lan), *signing], cwd=source_folder() / "app", env=environment
    )
    try:
        return server.wait()
    except KeyboardInterrupt:
        return DONE
    finally:
        server.terminate()
        server.wait()


def _signing(chosen: argparse.Namespace) -> tuple[list[str], dict[str, str]]:
    """Settings and surroundings of a server on which one signs in; its secrets are those of this file alone."""
    if chosen.sign_in is None:
        return [], {"SHAPAN_SIGN_IN": ""}
    from ..machine.signing import sign_in

    found = sign_in(Path(chosen.sign_in).expanduser().absolute())
    return [f"secrets.files={found.path}"], {"SHAPAN_SIGN_IN": "required" if found.required else "optional"}


def _access_code(chosen: argparse.Namespace) -> str:
    """The code that other machines are asked for, kept where the server reads it; "" where none can reach it."""
    if not chosen.lan:
        if chosen.code is not None:
            raise Refused("app.code_alone")
        return ""
    from ..machine.access import chosen_code, kept_secrets

    own = None if chosen.code is None else chosen_code(chosen.code)
    try:
        return kept_secrets(data_folder(), own).code
    except OSError as fault:
        raise Refused("app.no_access", path=data_folder(), why=fault.strerror or str(fault)) from fault


def worker(chosen: argparse.Namespace, say: Words) -> int:
    """Workers alone, for a page that runs elsewhere on this machine or none yet; until Ctrl-C."""
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    size = chosen.workers or cores()
    print(say("worker.starting", count=size, folder=data_folder()), flush=True)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    command = [sys.executable, "-P", "-m", "shapan.app.jobs.standing", str(os.getpid())]
    process = subprocess.Popen([*command, os.path.abspath(data_folder()), str(size)], env=_environment())
    try:
        return process.wait()
    except KeyboardInterrupt:
        return DONE
    finally:
        process.terminate()
        process.wait()


def _command(port: int, lan: bool) -> list[str]:
    """The page's server for one's own machine, or for everybody on the local network."""
    hosts = ["localhost", LOCAL, "::1"]
    settings = [f"server.port={port}", f"server.address={EVERYWHERE if lan else LOCAL}"]
    if lan:
        address, name = _own_address(), socket.gethostname()
        settings.append(f"browser.serverAddress={address}")  # told, so that nobody outside is asked for it
        hosts += [address, name, f"{name}.local"]
    # Names under which no page of somebody else's can reach this server through the reader's own browser.
    settings += [f"server.allowedHosts={host}" for host in dict.fromkeys(hosts)]
    return [sys.executable, "-P", "-m", "shapan.app.serve", str(os.getpid()), *settings]


def _environment() -> dict[str, str]:
    """Our own surroundings, with folders named from where the person stands, since the server stands elsewhere."""
    named = {
        name: os.path.abspath(os.path.expanduser(os.environ[name]))
        for name in ("SHAPAN_DATA", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        if os.environ.get(name)
    }
    return {**os.environ, **named}


def _as_ctrl_c(*_: object) -> None:
    """Being told to stop ends the server too, not only the process that started it."""
    raise KeyboardInterrupt


def _announce(chosen: argparse.Namespace, say: Words, code: str) -> None:
    address = f"http://localhost:{chosen.port}"
    print(say("app.starting", address=address), flush=True)
    if chosen.lan:
        import segno

        lan = f"http://{_own_address()}:{chosen.port}"
        print(say("app.lan", address=lan), flush=True)
        print(say("app.access", code=code), flush=True)
        segno.make(f"{lan}/?enter={quote(code)}").terminal(compact=True)
    if sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform in ("win32", "darwin")):
        threading.Thread(target=_open_browser, args=(address, chosen.port), daemon=True).start()


def _open_browser(address: str, port: int) -> None:
    import webbrowser

    for _ in range(100):
        if not _free(port):
            webbrowser.open(address)
            return
        time.sleep(0.2)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOCAL, port)) != 0


def _next_free(port: int) -> int:
    return next((other for other in range(port + 1, min(port + 200, 65536)) if _free(other)), 0)


def _own_address() -> str:
    """The address others on the local network reach this machine by; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return LOCAL


COMMANDS = {"app": app, "worker": worker, "doctor": doctor, "bench": bench}
