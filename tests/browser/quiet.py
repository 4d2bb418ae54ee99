"""When a page has come to rest: all that was asked of its server is answered, and nothing is drawn any more."""

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Error
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from shapan.app import screenshots

STILL_MS = 250
"""So long nothing may change before a page counts as drawn; charts come a moment after their words."""
# True once nothing has changed for so long; false if something still does after twenty times as long.
STILL = """wait => new Promise(told => {
  const end = yes => { watch.disconnect(); clearTimeout(calm); clearTimeout(late); told(yes) }
  let calm = setTimeout(end, wait, true)
  const late = setTimeout(end, 20 * wait, false)
  const watch = new MutationObserver(() => { clearTimeout(calm); calm = setTimeout(end, wait, true) })
  watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true }) })"""
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)

_talks = WeakKeyDictionary()


class Talk:
    """Whether a tab still waits for an answer, known from the letters it and its server write to each other."""

    def __init__(self, page):
        self.asked = self.begun = False
        _talks[page] = self
        page.on("domcontentloaded", self._ask)
        page.on("websocket", self._listen)

    def _ask(self, *_):
        self.asked, self.begun = True, False

    def _listen(self, socket):
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, letter):
        if isinstance(letter, bytes) and BackMsg.FromString(letter).HasField("rerun_script"):
            self._ask()

    def _received(self, letter):
        found = ForwardMsg.FromString(letter) if isinstance(letter, bytes) else ForwardMsg()
        kind = found.WhichOneof("type")
        if kind == "new_session":
            self.begun = True
        elif kind == "script_finished" and found.script_finished in ENDED and self.begun:
            self.asked = False


def at_rest(page, seconds=60):
    """Wait until what was done to a page has had its effect; for pages on which nothing is under way."""
    talk, end = _talks[page], time.monotonic() + seconds
    page.wait_for_timeout(100)  # what was pressed reaches the wire
    while time.monotonic() < end:
        if talk.asked:
            page.wait_for_timeout(30)
        elif _still(page) and not talk.asked:
            return
    raise AssertionError(f"the page does not come to rest; {'no answer' if talk.asked else 'it is drawn on and on'}")


def _still(page):
    try:
        return page.evaluate(STILL, STILL_MS)
    except Error as fault:  # a page that was left meanwhile is not still
        if "context was destroyed" not in str(fault):
            raise
        return False


def until_verdict(page):
    """Wait for the verdict of a finished comparison and for its charts."""
    screenshots.until_verdict(page, drawn=at_rest)
