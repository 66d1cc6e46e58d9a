"""Data flow one way: a module imports only from its own row and the rows above it.

The rows are the architecture. A new module has to be given its place here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline" / "satzspiegel"

ROWS = (
    # The document, and the ways through it.
    {"model", "layout", "printing_facts", "version", "walks", "markers", "numerals"},
    # Pure cores: data in, data out.
    {"typography", "hyphenation", "linebreak", "pagination"},
    # Reading. Messages and labels are words, and reading is the first to need them.
    {
        "loading",
        "logs",
        "messages",
        "labels",
        "manuscript",
        "notes",
        "identifiers",
        "structure",
        "importing",
    },
    # Composing.
    {
        "styles",
        "templates",
        "template_parts",
        "fonts",
        "coverage",
        "dump",
        "shaping",
        "apply",
        "proofreading",
        "silences",
        "breaking",
        "ligatures",
        "capitals",
        "typesetting",
        "page_marks",
        "old_pages",
        "glyphs",
        "galley",
    },
    # Document and pages → file.
    {"editions"},
    # Finished files → findings.
    {"verify"},
    # The stages in their order; putting files into place; the command line.
    {
        "distributions",
        "provenance",
        "moves",
        "folder_lock",
        "scratch",
        "output",
        "reading",
        "making",
        "build",
        "new_folder",
        "import_sources",
        "cli_words",
        "cli",
        "__init__",
        "__main__",
    },
)
PURE_CORES = ROWS[1]

#: Libraries that only these modules know.
ONLY_IN = {
    "weasyprint": ("editions.pdf", "editions.print"),
    "pikepdf": ("editions.pdf", "editions.print", "editions.booklet", "verify", "importing.pdf"),
    "page": ("verify.validators",),
    "ebooklib": ("editions.epub",),
    "pymupdf": (
        "editions.pdf",
        "verify.imposition.lettering",
        "verify.pdf",
        "verify.pdf_document",
        "verify.pictures",
        "importing.pdf",
    ),
    "pypandoc": ("manuscript.pandoc",),
    "click": ("cli",),
}


def module_name(path: Path) -> str:
    """``editions.pdf`` for ``editions/pdf/__init__.py``; ``__init__`` for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> set[str]:
    """The names below ``satzspiegel`` that a module imports from: ``editions``, ``model`` …"""
    names = {name.split(".", 1)[1] for name in imported(path) if name.startswith("satzspiegel.")}
    return {name.split(".")[0] for name in names}


def row_of(name: str) -> int:
    top = name.split(".")[0]
    rows = [index for index, row in enumerate(ROWS) if top in row]
    assert rows, f"{top} stands in no row"
    return rows[0]


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("name", MODULES)
def test_imports_only_from_rows_above(name: str) -> None:
    below = {other for other in own_imports(MODULES[name]) if row_of(other) > row_of(name)}
    assert not below


@pytest.mark.parametrize("name", [n for n in MODULES if n.split(".")[0] in PURE_CORES])
def test_pure_cores_know_only_themselves_and_the_model(name: str) -> None:
    assert own_imports(MODULES[name]) <= {"model", name.split(".")[0]}


@pytest.mark.parametrize("library", ONLY_IN)
def test_libraries_stay_where_they_belong(library: str) -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(i == library or i.startswith(f"{library}.") for i in imported(path))
    }
    strangers = {
        name
        for name in users
        if not any(name == home or name.startswith(f"{home}.") for home in ONLY_IN[library])
    }
    assert not strangers
