"""A place has one world: the same people in every run, every policy and every process."""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys

import numpy as np

from shapan.model.place.world import World, build_world


def fingerprint(world: World) -> str:
    found = hashlib.sha256()
    for part in (world.territory, world.residents):
        for name in sorted(part.__slots__):
            found.update(np.ascontiguousarray(getattr(part, name)).tobytes())
    return found.hexdigest()


def test_equal_places_share_one_world(made_place):
    first = build_world(made_place())
    assert build_world(made_place()) is first
    turned = dict(reversed(made_place().model_dump()["forms"].items()))
    assert build_world(made_place(forms=turned)) is first
    assert build_world(made_place(population_seed=8)) is not first


def test_the_order_forms_are_written_in_settles_nothing(made_place):
    place = made_place()
    turned = made_place(forms=dict(reversed(place.model_dump()["forms"].items())))
    assert list(turned.forms) != list(place.forms)
    kept = fingerprint(build_world(place))
    for seed in range(100, 105):  # push the kept world out
        build_world(made_place(population_seed=seed, residents=2_000))
    assert fingerprint(build_world(turned)) == kept


def test_another_process_finds_the_same_people(small_world):
    script = (
        "import pickle, sys, importlib.util as iu\n"
        "spec = iu.spec_from_file_location('fingerprints', sys.argv[1])\n"
        "module = iu.module_from_spec(spec); spec.loader.exec_module(module)\n"
        "place = pickle.load(sys.stdin.buffer)\n"
        "print(module.fingerprint(module.build_world(place)))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, __file__], input=pickle.dumps(small_world.place), capture_output=True, check=True
    )
    assert answer.stdout.decode().strip() == fingerprint(small_world)


def test_a_world_travels_to_a_worker(small_world):
    assert fingerprint(pickle.loads(pickle.dumps(small_world))) == fingerprint(small_world)
