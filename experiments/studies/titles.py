"""What the scenarios of a study are called for people, in either language; tables keep the names of the file."""

from __future__ import annotations

from dataclasses import replace

from .findings import Finding
from .study_file import StudyFile


def titles(file: StudyFile, language: str) -> dict[str, str]:
    """Name -> title of every listed scenario; the name itself where the file gives no title in that language."""
    return {one.name: getattr(one.title, language) or one.name for one in file.listed}


def titled(file: StudyFile, name: str, language: str) -> str:
    """The title of one scenario; its name where it has none."""
    return titles(file, language).get(name, name)


def named_anew(one: Finding, file: StudyFile, language: str) -> Finding:
    """The same finding with its scenarios as people call them."""
    found = titles(file, language)
    return replace(one, scenario=found.get(one.scenario, one.scenario), baseline=found.get(one.baseline, one.baseline))
