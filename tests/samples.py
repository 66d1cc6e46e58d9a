"""A small manuscript that has everything an edition must show.

Notes in a heading, a table, a caption, a list and a foreign phrase; notes with two paragraphs, a
list, verse and a quotation; a figure, two tables, verse, lists of every kind, definitions, code,
an epigraph, four languages, a heading without contents, links to all of them, and the same labels
and ids in two files. :func:`write_sample` writes it; tests may replace its metadata and files.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

#: Notes of the sample, in both files together.
NOTES = 13

METADATA: dict[str, Any] = {
    "title": "Die Probe & das *Ganze*",
    "subtitle": "Ein Heft mit allem, was vorkommt",
    "author": ["Anna Beispiel", "Bernd Muster"],
    "editor": "Clara Vorlage",
    "translator": "Dora Zweitfassung",
    "lang": "de-DE",
    "date": "2026-03-14",
    "publisher": "Verlag am Rand",
    "publisher-place": "Mainz",
    "rights": "© 2026 Verlag am Rand",
    "abstract": "Ein Heft zum Prüfen: kurz, aber mit allen Sorten Text & Note.",
    "keywords": ["Probe", "Fußnote"],
    "isbn": "978-3-16-148410-0",
}

FIRST = """\
# Vom Anfang[^kopf] {#anfang}

::: {.epigraph}
Aller Anfang ist ein Motto.

Alte Regel
:::

Der erste Absatz beginnt ohne Einzug und nennt „Anführungen ‚im Inneren‘“, z. B. diese; 1.234 km
und § 5 Abs. 2 kommen vor, dazu ein [mot juste[^fremd]]{lang=fr}, ein *betontes*, ein **fettes** und
ein ***beides*** Wort, [Kapitälchen]{.smallcaps}, H~2~O, 3^e^ und `code`.[^1]

Der zweite Absatz verweist auf [](#ende), [](#tafel), [](#skizze), [](#fn:4) und auf
[eine Seite im Netz](https://example.org/?a=1&b=2).[^2] Ein Wort wie
Donaudampfschifffahrtsgesellschaftskapitän braucht Platz.

> Ein Zitat steht eingerückt und trägt seine Note selbst.[^3]
>
> Es hat auch einen zweiten Absatz.

Nach dem Zitat geht es ohne Einzug weiter.

## Aufzählungen {#listen}

- Ein Punkt mit Note.[^4]
- Ein Punkt mit Unterpunkten:
    - der erste,
    - der zweite.

Dazwischen ein Satz.

3. Die Zählung beginnt bei drei.

    Ein zweiter Absatz im selben Punkt.

4. Vier folgt.

a) klein
b) und kleiner

Steg
:   Das Weiß zwischen den Kolumnen.

    Auch mit zweitem Absatz.

Bund
:   Wo die Seiten aneinanderstoßen.

### Gebundene Rede

| Zwei Zeilen stehen hier gebunden,
|     die zweite eingerückt;
| die dritte hat ihr Maß gefunden[^5]
| und ist den andern zugeneigt.

* * *

Nach dem Zierstück beginnt ein neuer Gedanke.

```
    Zeile Code
<b>& noch eine</b>
```

[^kopf]: Eine Note an der Überschrift.
[^fremd]: Französisch, *[le mot juste]{lang=fr}*: das treffende Wort.
[^1]: Eine Note mit zwei Absätzen und *Kursivem*.

    Der zweite Absatz der Note.
[^2]: Vgl. <https://example.org/ein/langer/pfad>.
[^3]: Ebd., S. 12–15.
[^4]: Mit einer Liste:

    - eins
    - zwei
[^5]: Verse in der Note:

    | Die Note singt
    | ein Lied.

    Danach Prosa.
"""

SECOND = """\
# Vom Ende {#ende}

Die zweite Datei hat eigene Marken.[^1] [Lorem ipsum]{lang=la} und [a foreign phrase]{lang=en}.

![Eine Skizze der Seite.[^2]](bilder/skizze.svg){#skizze alt="Ein Rechteck in einem Rechteck"}

Nach dem Bild steht Text; [](#bild-zwei) ist ein Foto.

![Ein Punkt.](bilder/punkt.png){#bild-zwei alt="Ein grauer Punkt" width=40%}

## Tafeln

| Name     | Zahl | Anteil |
|:---------|-----:|:------:|
| Anton[^3] | 12,5 | 44 %  |
| Berta    | 3    | 56 %   |

: Eine Tafel mit Noten.[^4] {#tafel}

Danach eine ohne Überschrift:

| Stück | Bemerkung |
|-------|-----------|
| A4    | 210 mm    |

::: {lang=en}
A paragraph in English, with a note of its own.[^verse]

It has a second paragraph.
:::

## Unverzeichnet {.unlisted}

Diese Überschrift fehlt im Inhalt.^[Eine Note an Ort und Stelle.]

[^1]: Dieselbe Marke, eine andere Note.
[^2]: Eigene Zeichnung; siehe [](#anfang).
[^3]: Eine Note in der Zelle.
[^4]: Eine Note an der Legende.
[^verse]: > Ein Zitat allein in der Note.
"""

SVG = """\
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">
  <rect x="5" y="5" width="290" height="190" fill="none" stroke="#111"/>
  <rect x="30" y="25" width="220" height="130" fill="#ccc"/>
</svg>
"""

CHAPTERS = {"01-anfang.md": FIRST, "02-ende.md": SECOND}


def write_sample(
    folder: Path,
    metadata: Mapping[str, Any] | None = None,
    chapters: Mapping[str, str] | None = None,
) -> Path:
    """Write the sample manuscript into a folder and return the folder.

    ``metadata`` is laid over :data:`METADATA`; a value of ``None`` takes a field away. ``chapters``
    takes the place of :data:`CHAPTERS`.
    """
    fields = {k: v for k, v in {**METADATA, **(metadata or {})}.items() if v is not None}
    images = folder / "bilder"
    images.mkdir(parents=True)
    (folder / "metadata.yaml").write_text(yaml.safe_dump(fields, allow_unicode=True), "utf-8")
    for name, text in (CHAPTERS if chapters is None else chapters).items():
        (folder / name).write_text(text, "utf-8")
    (images / "skizze.svg").write_text(SVG, "utf-8")
    (images / "punkt.png").write_bytes(png(8, 8))
    return folder


def png(width: int, height: int, grey: int = 0x80) -> bytes:
    """A grey PNG of this size."""
    rows = (b"\0" + bytes([grey]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def words(element: Any) -> str:
    """The words of an element without its note calls."""
    texts = element.xpath(".//text()[not(ancestor::*[@role='doc-noteref'])]")
    return " ".join("".join(texts).split())
