"""The libraries of the system that decide the pages, as WeasyPrint has loaded them."""

from __future__ import annotations

from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, pango

#: What WeasyPrint does not declare for itself.
ffi.cdef("""
    const char* pango_version_string(void);
    const char* hb_version_string(void);
    int FcGetVersion(void);
""")


def library_versions() -> dict[str, str]:
    """The libraries by name, each with its version as it gives it itself."""
    return {
        "Pango": ffi.string(pango.pango_version_string()).decode(),
        "HarfBuzz": ffi.string(harfbuzz.hb_version_string()).decode(),
        "Fontconfig": _decimal(fontconfig.FcGetVersion()),
    }


def _decimal(version: int) -> str:
    """A version of Fontconfig, which packs it into one number: two digits for each part."""
    major, rest = divmod(version, 10_000)
    return f"{major}.{rest // 100}.{rest % 100}"
