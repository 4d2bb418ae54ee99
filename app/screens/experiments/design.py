"""What a study asks, what was expected before any run, and which points it visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.studies.factors import Factor
from ....experiments.studies.study_file import StudyFile
from ....experiments.studies.titles import titles
from ....scenarios.shelf import shipped
from ...widgets.catalogue import short_title
from ...widgets.language import Words
from ...widgets.phrases import listed, span
from ...widgets.plain import html
from ...widgets.settings import lever_words, value_words


def show_design(say: Words, file: StudyFile) -> None:
    """Question, hypothesis and design as the file has them."""
    facts = [("question", file.question[say.language]), ("hypothesis", file.hypothesis[say.language])]
    facts += [("design", _design(say, file)), ("factors", _factors(say, file)), ("outcomes", _outcomes(say, file))]
    rows = "".join(
        f"<dt>{html(say(f'studies.{name}'))}</dt><dd>{html(text)}</dd>" for name, text in facts if text.strip()
    )
    st.html(f'<dl class="shapan-rows">{rows}</dl>')


def _design(say: Words, file: StudyFile) -> str:
    named = file.base.place
    place = short_title("place", named, say) if named in shipped()["place"] else named
    facts = {"kind": say.shared(f"study.{file.design.kind}"), "place": place or say("studies.own_place")}
    return say("studies.how", **facts, seeds=len(file.seeds), span=span(say, file.days), warmup=file.warmup)


def _factors(say: Words, file: StudyFile) -> str:
    if file.listed:
        return listed(say, list(titles(file, say.language).values()))
    return "; ".join(factor_words(say, factor) for factor in file.design.factors)


def factor_words(say: Words, factor: Factor) -> str:
    """A lever or an assumption and what it may be."""
    values = factor.values or (factor.low, factor.high)
    texts = [value_words(say, factor.name, value) for value in values]
    return f"{lever_words(say, factor.name)}: {', '.join(texts) if factor.values else ' – '.join(texts)}"


def _outcomes(say: Words, file: StudyFile) -> str:
    first, *others = (label(one, say.language) for one in file.outcomes)
    return say("studies.primary", first=first, others=listed(say, others)) if others else first


def point_words(say: Words, factors: Mapping[str, Any]) -> str:
    """A point by what is set there."""
    return ", ".join(f"{lever_words(say, name)} {value_words(say, name, value)}" for name, value in factors.items())
