"""One input: the files of a manuscript, links among them, and what the program is called with."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

#: Where a manuscript lies in its sandbox, and what lies beside it and must never be read.
FOLDER = "manuskript"
SECRET = "geheim"  # noqa: S105
#: What stands in every file that no manuscript may reach.
SECRET_WORDS = "XYZZYGEHEIM"  # noqa: S105


@dataclass(frozen=True)
class Case:
    """The files by their path in the manuscript's folder; ``links`` are symbolic.

    ``given`` is the file the program is called with; empty: the folder. ``heavy`` cases take long.
    """

    name: str
    files: dict[str, bytes]
    given: str = ""
    links: dict[str, str] = field(default_factory=dict)
    heavy: bool = False

    def write(self, sandbox: Path) -> Path:
        """Write the files below ``sandbox``; what to call the program with."""
        folder = sandbox / FOLDER
        folder.mkdir(parents=True)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)
        return folder / self.given


def picture(kind: str = "PNG", size: tuple[int, int] = (12, 8)) -> bytes:
    """A small image."""
    data = io.BytesIO()
    Image.new("RGB", size, (90, 60, 30)).save(data, kind)
    return data.getvalue()


DRAWING = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40">\
<rect width="80" height="40" fill="#ddd"/><text x="8" y="24" font-size="10">Rand</text></svg>
"""


def secrets() -> dict[str, bytes]:
    """What lies beside the manuscript, in every form that a manuscript could ask for."""
    drawing = DRAWING.replace(b"Rand", SECRET_WORDS.encode())
    bibliography = f"@book{{geheim, title={{{SECRET_WORDS}}}, author={{A}}, year=2000}}"
    return {
        f"{SECRET}.png": picture(),
        f"{SECRET}.svg": drawing,
        f"{SECRET}.md": f"# {SECRET_WORDS}\n\n{SECRET_WORDS}\n".encode(),
        f"{SECRET}.bib": bibliography.encode(),
        f"{SECRET}.txt": SECRET_WORDS.encode(),
        f"{SECRET}.icc": SECRET_WORDS.encode(),
    }
