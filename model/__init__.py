"""The science: one urban district, its people, its needs and who meets them."""

from .sparing import take_sparingly

take_sparingly()
