"""Who looks, as what guards rooms and records knows them, and the file in which refused tries are noted."""

from __future__ import annotations

import streamlit as st

from ...experiments.rooms.records import Caller
from ...experiments.rooms.tables import RoomFileOnDisk
from ...experiments.runs.folders import data_folder
from ..jobs.handle import at_the_machine, owner


@st.cache_resource(show_spinner=False)
def file_in(folder: str) -> RoomFileOnDisk:
    """The file of a data folder, opened once a server."""
    del folder
    return RoomFileOnDisk(data_folder())


def file() -> RoomFileOnDisk:
    """The file of all rooms of this machine, which also holds refused tries."""
    return file_in(str(data_folder()))


def caller() -> Caller:
    """Who looks: nobody in particular where the server listens to this machine only."""
    address = str(st.context.ip_address or "local")
    return Caller(address, "" if at_the_machine() else owner())
