"""The comparison on which the page opens, computed when Shapan is set up: `python -m shapan.app.jobs.first_picture`.

It lies in the data folder under a key of its scenarios and the build, so that a changed model makes a new one.
"""

from __future__ import annotations

import sys
import time

from .request import Column, Request

REPS = 6  # with fewer there is no verdict
PATIENCE_SECONDS = 3600.0
LOOK_SECONDS = 30.0


def request() -> Request:
    """The status quo against Yantian's rules, in Yantian, three years, a few worlds."""
    return Request((Column("", "status_quo", "yantian"), Column("", "yantian", "yantian")), reps=REPS)


def small_request() -> Request:
    """A stand-in that takes seconds, for a machine on which set-up has not run."""
    columns = (Column("", "status_quo", "training_town"), Column("", "yantian", "training_town"))
    return Request(columns, reps=REPS, days=365)


def main() -> int:
    """Compute the first picture unless today's is there already."""
    from ...experiments.runs.folders import data_folder
    from .jobs import Jobs

    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    jobs = Jobs(folder)
    try:
        if jobs.find(request()):
            return 0
        job, until = jobs.submit(request(), "set-up"), time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            stands = jobs.wait(job, LOOK_SECONDS)
            if stands is not None and stands.state == "done":
                return 0
            if stands is None or stands.state != "active":
                break
            print(f"   {stands.finished} of {stands.runs} runs", flush=True)
        print("The first picture could not be computed; the page opens on a smaller one.", file=sys.stderr)
        return 0
    finally:
        jobs.stop()


if __name__ == "__main__":
    sys.exit(main())
