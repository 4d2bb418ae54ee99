"""What makes a stored run another model's: other code, not other words about it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from shapan.experiments.evidence.model_mark import code_of, model_mark

PLAIN = '''"""What it is."""

RATE = 3
"""Per day."""


class Door:
    """A door."""

    def opens(self, hour):  # every day
        """Whether."""
        return hour > 8
'''


def test_words_about_the_code_are_no_part_of_it():
    other = PLAIN.replace("What it is.", "Something").replace("Per day.", "A day").replace("  # every day", "")
    assert other != PLAIN
    assert code_of(other.replace("Whether.", "If").replace("RATE = 3", "RATE  =  3")) == code_of(PLAIN)
    assert code_of("class Empty:\n    '''Nothing.'''\n") == code_of("class Empty:\n    pass\n")


def test_every_other_change_is():
    for before, after in (("RATE = 3", "RATE = 4"), ("hour > 8", "hour >= 8"), ("class Door", "class Gate")):
        assert code_of(PLAIN.replace(before, after)) != code_of(PLAIN)
    found = 'NAME = "x"\n', 'NAME = "y"\n'
    assert code_of(found[0]) != code_of(found[1]), "a string that something is made of"


def test_the_mark_of_this_model_is_short_and_stays():
    assert len(model_mark()) == 12 and model_mark() == model_mark()


def test_the_mark_is_the_same_beside_other_threads():
    model_mark.cache_clear()
    with ThreadPoolExecutor(1) as pool:
        apart = pool.submit(model_mark).result()
    model_mark.cache_clear()
    assert model_mark() == apart
