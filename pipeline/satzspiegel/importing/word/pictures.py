"""Pictures of any kind as files that the manuscript takes: PNG, JPEG, SVG."""

from __future__ import annotations

import io
import posixpath
import re
import warnings

from PIL import Image

#: What begins a file that is taken as it is, and the end of its name.
TAKEN = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
DRAWING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE.*?>\s*)*<(?:\w+:)?svg\b",
    re.DOTALL,
)
#: The folder of pictures in a manuscript.
FOLDER = "bilder"
#: Pixels of a picture that is made anew, as many as a manuscript takes.
PIXELS = 60_000_000
READ = ("GIF", "BMP", "TIFF", "WEBP")


class Shelf:
    """Puts pictures into the manuscript's folder, each once, and remembers what it could not."""

    files: dict[str, bytes]
    unread: list[str]
    _paths: dict[str, str]

    def put(self, name: str, content: bytes) -> str:
        """The path of a picture in the manuscript; nothing if it is none that can be read."""
        if name not in self._paths:
            made, ending = converted(content)
            path = f"{FOLDER}/bild-{len(self.files) + 1}.{ending}" if made else ""
            self._paths[name] = path
            if made:
                self.files[path] = made
            else:
                self.unread.append(posixpath.basename(name))
        return self._paths[name]


def converted(content: bytes) -> tuple[bytes, str]:
    """A picture as PNG, JPEG or SVG, and its ending; empty if it cannot be read."""
    for beginning, ending in TAKEN.items():
        if content.startswith(beginning):
            return content, ending
    if DRAWING.match(content[:4096]):
        return content, "svg"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _as_png(content), "png"
    except (OSError, ValueError, Warning, SyntaxError, MemoryError, Image.DecompressionBombError):
        return b"", ""


def _as_png(content: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=READ) as image:
        if image.width * image.height > PIXELS:
            raise ValueError("too many pixels")
        image.save(out, "PNG")
    return out.getvalue()
