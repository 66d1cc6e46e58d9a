"""Images in inks: as DeviceCMYK by the profile, or as DeviceGray, which is black ink alone.

A grey image stays DeviceGray, because each reader and each press maps that to the black plate and
to no other (ISO 32000-1, 10.3.3), in a quarter of the bytes. Its values are not those of the
screen: they are what makes black ink as dark, so that greys of images and drawings look the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

import pydyf
from PIL import Image, ImageChops, ImageCms, ImageOps
from weasyprint.images import RasterImage

from satzspiegel.editions.pdf.scans import SIXTEEN_BITS, eight_bits
from satzspiegel.editions.print.inks import INTENT, Inks

#: Quality of JPEG files made anew: no difference is to be seen.
QUALITY = 95
#: An RGB image is a grey one if its components nowhere differ by more (of 255).
GREY_STEPS = 2
#: Inks in a file of Adobe's stand inverted, and Pillow writes them so.
INVERTED = pydyf.Array((1, 0) * 4)
OPAQUE = (255, 255)
#: What Pillow has against a profile that is broken, or for another kind of images.
UNFIT = (OSError, ImageCms.PyCMSError)


@dataclass(frozen=True)
class Plates:
    """An image divided into inks: mode CMYK, L (black ink as DeviceGray) or 1, and its opacity."""

    picture: Image.Image
    opacity: Image.Image | None = None
    #: Whether it came with the losses of JPEG, so that new ones do no harm.
    is_jpeg: bool = False


class PrintedImage:
    """An image as WeasyPrint 70 asks for it when it writes a file."""

    def __init__(self, identifier: str, data: bytes, inks: Inks) -> None:
        self.id = identifier
        self._plates = divided(data, inks)
        self.width, self.height = self._plates.picture.size

    @property
    def has_opacity(self) -> bool:
        """Whether something shows through it."""
        return self._plates.opacity is not None

    def get_x_object(self, interpolate: bool, ratio: float) -> pydyf.Stream:
        """The image as an object of a PDF; it is neither smoothed nor made smaller."""
        return image_object(self._plates)


def image_id(url: str) -> str:
    """The id that WeasyPrint 70 gives the image behind an address."""
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()


def original(image: RasterImage, files: dict[str, bytes]) -> bytes:
    """The file of an image of WeasyPrint's, by its id; what WeasyPrint made of it if we have none.

    WeasyPrint writes turned photographs anew, without their profile.
    """
    return files.get(image.id) or bytes(image.image_data.data)


def divided(data: bytes, inks: Inks) -> Plates:
    """The file of an image divided into inks."""
    with Image.open(BytesIO(data)) as opened:
        profile = opened.info.get("icc_profile")
        is_jpeg = opened.format in ("JPEG", "MPO")
        upright = _uninverted(ImageOps.exif_transpose(opened))
    picture, opacity = _parted(upright)
    return Plates(_printable(picture, profile, inks), opacity, is_jpeg)


def _uninverted(picture: Image.Image) -> Image.Image:
    """A JPEG of inks without Adobe's marker, which Pillow inverts all the same, as it was meant."""
    if picture.mode == "CMYK" and getattr(picture, "app", None) and "adobe" not in picture.info:
        return ImageChops.invert(picture)
    return picture


def _parted(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """An image without its opacity, in one of the modes 1, L, RGB and CMYK; its opacity."""
    if picture.has_transparency_data:
        picture = picture.convert("LA" if picture.mode in ("L", "LA") else "RGBA")
        opacity = picture.getchannel("A")
        picture = picture.convert(picture.mode[:-1])
        return picture, None if opacity.getextrema() == OPAQUE else opacity
    if picture.mode.startswith(SIXTEEN_BITS):
        return eight_bits(picture), None
    if picture.mode in ("1", "L", "RGB", "CMYK"):
        return picture, None
    return picture.convert("RGB"), None


def _printable(picture: Image.Image, profile: bytes | None, inks: Inks) -> Image.Image:
    if picture.mode == "1":
        return picture
    if picture.mode == "L":
        return _as_srgb_grey(picture, profile).point(inks.grey_table)
    if picture.mode == "RGB" and _is_grey(picture):
        return picture.getchannel("G").point(inks.grey_table)
    if picture.mode == "CMYK" and profile is None:
        return picture
    try:
        if profile is not None and inks.is_ours(profile):
            return picture
        return _applied(inks.to_inks(profile, picture.mode), picture)
    except UNFIT:
        return picture if picture.mode == "CMYK" else _applied(inks.to_inks(None, "RGB"), picture)


def _applied(transform: ImageCms.ImageCmsTransform, picture: Image.Image) -> Image.Image:
    done: Image.Image = transform.apply(picture)
    return done


def _as_srgb_grey(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Greys of a profile as those of sRGB."""
    if profile is None:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(source, target, "L", "RGB", INTENT)
        return transform.apply(picture).getchannel("G")
    except UNFIT:
        return picture


def _is_grey(picture: Image.Image) -> bool:
    """Whether an RGB image has no colour: a scan in grey, say, saved as a photograph."""
    red, green, blue = picture.split()
    pairs = ((red, green), (green, blue), (red, blue))
    apart = (ImageChops.difference(*pair).histogram() for pair in pairs)
    return not any(any(steps[GREY_STEPS + 1 :]) for steps in apart)


def image_object(plates: Plates) -> pydyf.Stream:
    """An image XObject (ISO 32000-1, 8.9.5), its opacity as a soft mask (11.6.5.3)."""
    made = _jpeg(plates.picture) if plates.is_jpeg else _lossless(plates.picture)
    if plates.opacity is not None:
        made.extra["SMask"] = _lossless(plates.opacity)
    return made


def _jpeg(picture: Image.Image) -> pydyf.Stream:
    file = BytesIO()
    bare = picture.copy()
    bare.info.clear()
    bare.save(file, "JPEG", quality=QUALITY, subsampling=0)
    extra = _dictionary(picture) | {"Filter": "/DCTDecode"}
    if picture.mode == "CMYK":
        extra["Decode"] = INVERTED
    return pydyf.Stream([file.getvalue()], extra)


def _lossless(picture: Image.Image) -> pydyf.Stream:
    """Rows as PNG predicts and packs them (ISO 32000-1, 7.4.4.4), inks in the place of RGBA."""
    as_png = picture
    if picture.mode == "CMYK":
        as_png = Image.frombytes("RGBA", picture.size, picture.tobytes())
    parameters = {
        "Predictor": 15,
        "Columns": picture.width,
        "Colors": len(picture.getbands()),
        "BitsPerComponent": _bits(picture),
    }
    extra = _dictionary(picture) | {
        "Filter": "/FlateDecode",
        "DecodeParms": pydyf.Dictionary(parameters),
    }
    return pydyf.Stream([RasterImage._get_png_data(as_png)], extra)


def _dictionary(picture: Image.Image) -> dict[str, object]:
    return {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": "/DeviceCMYK" if picture.mode == "CMYK" else "/DeviceGray",
        "BitsPerComponent": _bits(picture),
    }


def _bits(picture: Image.Image) -> int:
    return 1 if picture.mode == "1" else 8
