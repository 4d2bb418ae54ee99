"""Illness in an emergency is common: a factor a week and community, then everybody's own draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Floats, Ids, Rows
from ..streams import COMMUNITY, RESIDENT, WEEK, Part, Stream
from .shock import Shock

COMMON = Stream("emergency: illness of a week", COMMUNITY, WEEK)
WHO = Stream("emergency: who is ill", RESIDENT, WEEK)
POST = Stream("emergency: which post of line {} is ill", Part("post"), WEEK)
CADRE = Stream("emergency: which cadre is ill", Part("cadre"), WEEK)


@dataclass(frozen=True)
class Illness:
    """Who is ill in a week.

    Attributes:
        seed: Of the run.
        week: Since the beginning of the calendar.
        share: Of people, by community.
    """

    seed: int
    week: int
    share: Floats

    def residents(self, people: Ids, community: Ids) -> Bools:
        """Which of these residents are ill, each in a community; the same whoever asks."""
        return np.asarray(WHO.of(self.seed).at(people, self.week).uniform() < self.share[community])

    def cadres(self, numbers: Ids, community: Ids) -> Bools:
        """Which of these cadres are ill, each serving in a community; the same whoever asks."""
        return np.asarray(CADRE.of(self.seed).at(numbers, self.week).uniform() < self.share[community])


def common_factor(seed: int, week: int, communities: int, sigma: float) -> Floats:
    """What the week has in common for everybody in a community: lognormal of mean 1, by community."""
    normal = COMMON.of(seed).at(np.arange(communities), week).normal()
    return np.asarray(np.exp(sigma * normal - 0.5 * sigma * sigma))


def ill_share(shocks: Sequence[tuple[Shock, float]], seed: int, week: int, communities: int) -> Floats:
    """Share of people who are ill this week, by community; `shocks` are those that act, each with its pressure."""
    well = np.ones(communities)
    for shock, pressure in shocks:
        kind = shock.kind
        if kind.ill_share > 0.0:
            factor = common_factor(seed, week, communities, kind.ill_sigma)
            well *= 1.0 - np.minimum(kind.ill_share * pressure * factor, kind.ill_most)
    return 1.0 - well


def posts_ill(servers: Rows, community: Ids, illness: Illness) -> Floats:
    """Share of each post that is ill this week: one draw for every whole post on its line, wherever grids are cut.

    Args:
        servers: The posts, each a stretch of a line.
        community: Of each.
        illness: Who is ill.
    """
    found = np.zeros(len(servers))
    if not illness.share.any():
        return found
    keys, line = np.unique(servers.line_key, return_inverse=True)
    for number, key in enumerate(keys.tolist()):
        here = np.flatnonzero(line == number)
        start, end = servers.line_from[here], servers.line_to[here]
        posts = np.arange(int(np.ceil(end.max())))
        if not len(posts):
            continue
        ill = POST.of(illness.seed, key).at(posts, illness.week).uniform() < illness.share[community[here[0]]]
        upto = np.concatenate(([0.0], np.cumsum(ill)))  # posts ill before each point of the line
        points = np.arange(len(upto))
        part = np.interp(end, points, upto) - np.interp(start, points, upto)
        found[here] = np.divide(part, end - start, out=np.zeros(len(here)), where=end > start)
    return np.clip(found, 0.0, 1.0)
