"""What the scenarios of a study are called for people, in either language; tables keep the names of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ...scenarios.faults import InputFault
from .findings import Finding
from .opening import STUDY
from .study_file import StudyFile, read_study_file


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


def renamed(found: Sequence[Finding], folder: Path, language: str) -> list[Finding]:
    """Findings of a folder with its scenarios as people call them; as tables have them where its file is gone."""
    try:
        file = read_study_file(folder / STUDY)
    except InputFault:
        return list(found)
    return [named_anew(one, file, language) for one in found]
