"""Calls that a line's end has put on a line of their own: they belong to the line before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from satzspiegel.importing.pages.lines import Face, Line
from satzspiegel.importing.pages.type_area import SAME_SIZE, Body
from satzspiegel.importing.pages.zones import SIGNS

#: Superiors are smaller than this share of the body type.
SUPERIOR = 0.75
#: How near a call is to the end of its line (in parts of its size).
BEHIND = 0.5
CALL = re.compile(rf"^\s*(?:\d{{1,3}}|{SIGNS})\s*$")


def with_lone_calls(lines: Iterable[Line], body: Body) -> list[Line]:
    """Lines with such calls as superiors behind the text that they call from."""
    out: list[Line] = []
    for line in lines:
        lone = _is_lone(line, body)
        if out and lone and _calls(out[-1], line, body):
            out[-1] = _with_call(out[-1], line)
        elif out and not lone and _is_lone(out[-1], body) and _is_end(out[-1], line):
            out[-1] = _with_call(line, out[-1])
        else:
            out.append(line)
    return out


def _with_call(line: Line, call: Line) -> Line:
    runs = (replace(run, face=run.face | Face.SUPERIOR) for run in call.runs)
    return replace(line, runs=(*line.runs, *runs))


def _is_end(call: Line, line: Line) -> bool:
    """Whether a call stands right behind the end of a line."""
    near = abs(call.box[0] - line.box[2]) < BEHIND * call.size
    return near and line.box[1] < call.baseline < line.baseline


def _is_lone(line: Line, body: Body) -> bool:
    return line.size < SUPERIOR * body.size and CALL.match(line.text) is not None


def _calls(above: Line, line: Line, body: Body) -> bool:
    """Whether a line is of the text, right above a call."""
    near = 0 < line.baseline - above.baseline < body.leading
    return near and above.column == line.column and above.size > body.size - SAME_SIZE
