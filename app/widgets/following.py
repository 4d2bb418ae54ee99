"""One resident followed through both worlds: asked with a button, lived again as a job, told sentence by sentence."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from ...experiments.comparing.life_sentences import Tale, Telling, fact_sentence, summary_lines, tale_of
from ...experiments.comparing.whom import FATES
from ...experiments.reports.wording import words as wording
from ..jobs.handle import ask, jobs
from ..jobs.jobs import Progress
from ..jobs.lives import Lives
from ..jobs.request import Request
from ..jobs.work import baseline, residents_of
from .download import take_away
from .drawn import draw
from .files import of_run
from .guard import fault_text
from .language import Words
from .minds_chart import minds_chart, minds_file, minds_table
from .phrases import cost
from .plain import markdown
from .progress import how_it_ended, watch

PARAMETER = "follow"
"""What the address calls the job that follows residents of the comparison shown."""
BY_NUMBER = "number"


def asked_follow(request: Request, column: int, residents: tuple[int, ...]) -> Request:
    """The question what these residents live through in the first world, under the baseline and one other scenario."""
    two = tuple(replace(one, label="") for one in (request.columns[0], request.columns[column]))
    return replace(request, columns=two, reps=1, draws=0, branch=0, map=False, why=(), follow=residents)


def show_following(say: Words, request: Request, column: int, names: tuple[str, str], whom: pd.DataFrame) -> None:
    """Choose by how a resident fared, ask for their two lives, read them.

    Args:
        column: The scenario beside the baseline.
        names: What the baseline and that scenario are called.
        whom: Residents that may be followed, as `comparing.whom` tells them; may be empty.
    """
    if request.branch:
        st.info(say("follow.branch"))
        return
    st.caption(say("follow.about"))
    progress = _job(request, column)
    if progress is not None and progress.state == "active":
        watch(say, progress.job, ":follow")
        return
    found = jobs().result(progress.job) if progress is not None else None
    if progress is not None and not isinstance(found, Lives):
        how_it_ended(say, progress)
    _choose(say, request, (column, names), whom, found if isinstance(found, Lives) else None)


def _job(request: Request, column: int) -> Progress | None:
    """The job in the address, where it follows residents of this comparison."""
    progress = jobs().progress(st.query_params.get(PARAMETER, ""))
    if progress is None or not progress.request.follow:
        return None
    return progress if progress.request == asked_follow(request, column, progress.request.follow) else None


def _choose(
    say: Words, request: Request, other: tuple[int, tuple[str, str]], whom: pd.DataFrame, found: Lives | None
) -> None:
    """By fate or by number; who is in the finding is told at once, anybody else takes a job."""
    column, names = other
    where = f"{request.key[:12]}:{column}:{say.language}"
    fates = [one for one in FATES if len(whom) and (whom["fate"] == one).any()]
    fate = st.segmented_control(
        say("follow.fate"),
        [*fates, BY_NUMBER],
        default=fates[0] if fates else BY_NUMBER,
        format_func=lambda one: say(f"follow.{one}"),
        key=f"follow:fate:{where}",
        required=True,
    )
    resident = _by_number(say, request, where) if fate == BY_NUMBER else _listed(say, whom, str(fate), where)
    if found is not None and resident in found.first.residents:
        show_lives(say, request, found, resident, names)
        return
    listed = tuple(sorted(int(one) for one in whom["resident"].unique())) if len(whom) else ()
    wanted = asked_follow(request, column, listed if fate != BY_NUMBER else (resident,))
    st.markdown(f":material/timer: {cost(say, jobs().estimate(wanted))}")
    label = say("follow.start" if fate == BY_NUMBER else "follow.start_all", n=len(wanted.follow))
    if st.button(label, key=f"follow:start:{where}", type="primary", icon=":material/person_search:"):
        try:
            st.query_params[PARAMETER] = ask(wanted)
        except Exception as fault:  # told here; what a button does stands in no section's guard
            st.warning(markdown(fault_text(say, fault)))
            return
        st.rerun()


def _by_number(say: Words, request: Request, where: str) -> int:
    most = residents_of(request.columns[0].place) - 1
    return int(st.number_input(say("follow.resident"), 0, most, 0, key=f"follow:number:{where}"))


def _listed(say: Words, whom: pd.DataFrame, fate: str, where: str) -> int:
    """One of the residents with this fate; each says how many needs failed, and how they were chosen."""
    rows = whom[whom["fate"] == fate].set_index("resident")

    def label(resident: int) -> str:
        row = rows.loc[resident]
        how = say(f"follow.chosen.{row['chosen']}")
        return say("follow.option", resident=resident, before=row["before"], after=row["after"], how=how)

    key = f"follow:who:{fate}:{where}"
    chosen = st.selectbox(say("follow.resident"), rows.index.tolist(), format_func=label, key=key)
    return int(chosen if chosen is not None else rows.index[0])


def show_lives(say: Words, request: Request, found: Lives, resident: int, names: tuple[str, str]) -> None:
    """Who it is, where the worlds part and why, what followed, then everything that happened, day by day."""
    column = request.columns[0]
    place = baseline(column.policy, column.place).parameters.place
    worlds = (found.first.world(), found.second.world())
    telling = Telling(names, place, worlds, request.warmup, wording(say.language))
    tale = tale_of(worlds, resident)
    st.markdown(markdown(about_line(say, found, resident)))
    for line in summary_lines(tale, telling):
        st.markdown(f"- {markdown(line)}")
    minds = minds_table(found, resident, names)
    if len(minds):
        chart = minds_chart(say, minds, list(names))
        draw(say, chart, "trust", alt=say("follow.minds_alt"))
        shown = minds.assign(date=[f"{one:%Y-%m-%d}" for one in minds["date"]])
        heads = [say("table.scenario"), say("table.date"), say("follow.trust"), say("follow.expectation")]
        take_away(say, shown.round(3).set_axis(heads, axis=1), "minds", of_run(minds_file(minds, resident), request, 1))
    _days(say, request, tale, telling)


def about_line(say: Words, found: Lives, resident: int) -> str:
    """A resident in words: age, tenure, register, housing form, community."""
    about = found.first.about[found.first.residents.index(resident)]
    words = [say.get(f"people.{about[name]}", str(about[name])) for name in ("age", "tenure", "register", "form")]
    joined = ("、" if say.language == "zh" else ", ").join(words)
    return say("follow.who", resident=resident, community=about["community"], words=joined)


def _days(say: Words, request: Request, tale: Tale, telling: Telling) -> None:
    """Everything that happened, as a table with both worlds beside each other."""
    apart = st.toggle(say("follow.only_apart"), value=True, key=f"follow:apart:{request.key[:12]}")
    differ = {one.key for one in tale.partings}
    facts = [one for one in tale.facts if not apart or one.key in differ]
    rows, data = [], []
    for fact in facts:
        sentence = fact_sentence(fact, telling)
        beside = [sentence if side in fact.sides else "" for side in (0, 1)]
        kind = telling.kinds[fact.life.kind]
        rows.append((telling.date(fact.day), kind, *beside, f"{fact.key:016x}"))
        ids = (telling.ids[fact.life.kind], f"{fact.key:016x}", fact.what)
        data.append((tale.resident, telling.date(fact.day), *ids, *(side in fact.sides for side in (0, 1))))
    if not rows:
        st.info(say("follow.nothing"))
        return
    heads = [say("table.date"), say("follow.need"), *telling.names, say("follow.log")]
    st.caption(say("follow.days_about"))
    file = pd.DataFrame(data, columns=["resident", "date", "kind", "need", "step", "in_first", "in_second"])
    take_away(say, pd.DataFrame(rows, columns=heads), "lives", of_run(file, request, 1))
