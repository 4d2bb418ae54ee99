"""The page's server: Streamlit in a process that goes when whoever started it is gone.

`shapan app` runs `python -P -m shapan.app.serve PARENT SETTING=VALUE …` in the folder of the page, so that neither a
module nor a `.streamlit/config.toml` lying in the folder one happens to start from has a say.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..experiments.runs.worker import leave_with
from .screens.votes.file import MOST_TAKEN_MB

ALWAYS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.maxUploadSize": str(MOST_TAKEN_MB),
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": "false",
    "runner.postScriptGC": "false",
}


def options(settings: list[str]) -> list[str]:
    """What Streamlit is told on its command line; a setting this Streamlit does not have is left out."""
    from streamlit.web import cli

    lines = [(name, value) for name, _, value in (one.partition("=") for one in settings)]
    # Asking the configuration itself would read it, and then its command line would count as a change to report.
    taken = {word for parameter in cli.main_run.params for word in parameter.opts}
    return [f"--{name}={value}" for name, value in (*ALWAYS.items(), *lines) if f"--{name}" in taken]


def main() -> None:
    """Entry of `python -P -m shapan.app.serve`."""
    leave_with(int(sys.argv[1]))
    from streamlit.web import cli

    page = Path(__file__).parent / "main.py"
    sys.argv = ["streamlit", "run", str(page), *options(sys.argv[2:])]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
