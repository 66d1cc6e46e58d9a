"""Images in four inks, which the edition for reading shows in the colours of the screen.

Next to an output intent of sRGB, an archive takes no bare CMYK (ISO 19005-2, 6.2.4.3). An image
that brings its profile keeps its inks and is given it; one without is converted.
"""

from __future__ import annotations

import io

from PIL import Image
from pydyf import PDF, Array, Stream

from satzspiegel.editions.pdf.packing import as_bytes

#: Quality of a JPEG that has to be compressed anew: no difference is to be seen.
QUALITY = 95


def without_device_cmyk(pdf: PDF) -> None:
    """Tie the inks of each image to a profile, or change them to red, green and blue."""
    for item in list(pdf.objects):
        if isinstance(item, Stream) and item.extra.get("ColorSpace") == "/DeviceCMYK":
            _tie(item, pdf)


def _tie(image: Stream, pdf: PDF) -> None:
    with Image.open(io.BytesIO(b"".join(as_bytes(part) for part in image.stream))) as opened:
        profile = opened.info.get("icc_profile")
        if profile and _space(profile) == b"CMYK":
            stream = Stream([profile], {"N": 4, "Alternate": "/DeviceCMYK"}, compress=True)
            pdf.add_object(stream)
            image.extra["ColorSpace"] = Array(["/ICCBased", stream.reference])
        else:
            made = io.BytesIO()
            # Pillow reads the inverted inks of Adobe's files by itself.
            opened.convert("RGB").save(made, "JPEG", quality=QUALITY)
            image.stream = [made.getvalue()]
            image.extra["ColorSpace"] = "/DeviceRGB"
            image.extra.pop("Decode", None)


def _space(profile: bytes) -> bytes:
    """The colour space of a profile (ISO 15076-1, 7.2.6)."""
    return profile[16:20]
