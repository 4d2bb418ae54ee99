"""On which line of a TOML text each key stands, so that a fault can point at it."""

from __future__ import annotations

import re

KeyPath = tuple[str | int, ...]
BARE_END = re.compile(r"[ \t=.\]\n#,}{\[]")
VALUE_END = re.compile(r"[,\]}\n#]|\Z")
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BLANK_OR_COMMA = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
SHORT_BODY = re.compile(r'(?:[^"\\]+|\\.)*', re.DOTALL)
LONG_BODY = re.compile(r'(?:[^"\\]+|\\.|"(?!""))*', re.DOTALL)
SPACE = re.compile(r"[ \t]*")


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """Path of every key -> its line, for a text that is known to be valid TOML."""
    return _Scan(text).run()


class _Scan:
    """A reader that follows tables, lists and inline tables, and remembers where keys begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.line = 1
        self.found: dict[KeyPath, int] = {}
        self.rows: dict[KeyPath, int] = {}
        """How many rows each [[list of tables]] has had so far."""

    def run(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._skip_blank():
            if self.text.startswith("[[", self.place):
                self._step(2)
                table = self._row(self._key_path())
                self._step_past("]]")
            elif self.text[self.place] == "[":
                self._step(1)
                table = self._inside(self._key_path())
                self._step_past("]")
            else:
                self._assignment(table)
        return self.found

    def _assignment(self, table: KeyPath) -> None:
        keys = self._key_path()
        for length in range(1, len(keys) + 1):
            self._note((*table, *keys[:length]))
        self._step_past("=")
        self._value((*table, *keys))

    def _value(self, path: KeyPath) -> None:
        self._skip_space()
        start = self.text[self.place : self.place + 1]
        if start in "\"'":
            self._string()
        elif start == "[":
            self._list(path)
        elif start == "{":
            self._step(1)
            while self._skip_blank(",") and self.text[self.place] != "}":
                self._assignment(path)
            self._step(1)
        else:
            self._step_to(_end(VALUE_END, self.text, self.place, False))

    def _list(self, path: KeyPath) -> None:
        self._step(1)
        index = 0
        while self._skip_blank(",") and self.text[self.place] != "]":
            self._note((*path, index))
            self._value((*path, index))
            index += 1
        self._step(1)

    def _key_path(self) -> KeyPath:
        keys: list[str] = []
        while True:
            self._skip_space()
            if self.text[self.place] in "\"'":
                keys.append(self._string())
            else:
                start = self.place
                self._step_to(_end(BARE_END, self.text, self.place, False))
                keys.append(self.text[start : self.place])
            self._skip_space()
            if self.text[self.place : self.place + 1] != ".":
                return tuple(keys)
            self._step(1)

    def _string(self) -> str:
        quote = self.text[self.place]
        fence = quote * 3 if self.text.startswith(quote * 3, self.place) else quote
        self._step(len(fence))
        start = self.place
        self._step_to(self._closing(fence, quote))
        inside = self.text[start : self.place]
        self._step(len(fence))
        while len(fence) == 3 and self.text.startswith(quote, self.place):  # quotes just before the closing fence
            self._step(1)
        return inside

    def _closing(self, fence: str, quote: str) -> int:
        """Where a string ends: at the fence, unless a backslash stands before it."""
        if quote == "'":
            return self.text.index(fence, self.place)
        body = LONG_BODY if len(fence) == 3 else SHORT_BODY
        return _end(body, self.text, self.place, True)

    def _inside(self, keys: KeyPath) -> KeyPath:
        """The path of a table header, through the latest row of any list of tables above it."""
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            self._note(path)
            if path in self.rows:
                path = (*path, self.rows[path])
        return path

    def _row(self, keys: KeyPath) -> KeyPath:
        above = (*self._inside(keys[:-1]), keys[-1])
        self.rows[above] = self.rows.get(above, -1) + 1
        path = (*above, self.rows[above])
        self._note(above)
        self._note(path)
        return path

    def _note(self, path: KeyPath) -> None:
        self.found.setdefault(path, self.line)

    def _skip_space(self) -> None:
        self._step_to(_end(SPACE, self.text, self.place, True))

    def _skip_blank(self, also: str = "") -> bool:
        """Move past white space and comments; False at the end of the text."""
        self._step_to(_end(BLANK_OR_COMMA if also else BLANK, self.text, self.place, True))
        return self.place < len(self.text)

    def _step(self, characters: int) -> None:
        self._step_to(self.place + characters)

    def _step_to(self, place: int) -> None:
        self.line += self.text.count("\n", self.place, place)
        self.place = place

    def _step_past(self, mark: str) -> None:
        self._step_to(self.text.index(mark, self.place) + len(mark))


def _end(pattern: re.Pattern[str], text: str, place: int, whole: bool) -> int:
    """Where a pattern that begins here ends, or where the next thing it means begins."""
    if whole:
        found = pattern.match(text, place)
        return found.end() if found else place
    found = pattern.search(text, place)
    return found.start() if found else len(text)
