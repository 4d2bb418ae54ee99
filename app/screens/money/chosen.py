"""What a reader of the page Money looks at: a scenario, a place in the district, a year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...jobs.accounts import WHOLE
from ...jobs.request import Request
from ...widgets.files import of_run
from ...widgets.language import Words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader looks at: a scenario, a place in the district, a year, of the first world of a request."""

    request: Request
    name: str
    place: int
    year: int

    def of_this_world(self, data: pd.DataFrame) -> pd.DataFrame:
        """A table for a file, with the place and the seed it comes from."""
        return of_run(data, self.request, worlds=1)


def place_words(say: Words, place: int) -> str:
    """A community, the district's own accounts, or all together."""
    if place == WHOLE:
        return say.shared("statement.all")
    return say.shared("statement.district") if place < 0 else say("money.community", n=place)


def place_code(place: int) -> str:
    """The same for a file: a number, `district` or `all`."""
    return "all" if place == WHOLE else "district" if place < 0 else str(place)


def where_words(say: Words, place: int) -> str:
    """The same within a sentence."""
    place_text = place_words(say, place)
    return place_text[:1].lower() + place_text[1:]
