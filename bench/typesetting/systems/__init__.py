"""The programs that are compared: Satzspiegel and its peers."""

from __future__ import annotations

from bench.typesetting.job import System
from bench.typesetting.systems.lualatex import LuaLaTeX
from bench.typesetting.systems.plain import PlainWeasyPrint
from bench.typesetting.systems.satzspiegel import Satzspiegel
from bench.typesetting.systems.typst import Typst

SYSTEMS: tuple[System, ...] = (PlainWeasyPrint(), Typst(), LuaLaTeX(), Satzspiegel())
