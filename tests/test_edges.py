"""Mark-up that is awkward to set or to read back: every edition of it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import png
from satzspiegel import build
from satzspiegel.messages import render

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20">'
    '<text x="2" y="14" font-size="10">Text im Bild</text></svg>'
)
CASES = {
    "spaces between elements": "**fett** *kursiv*, [Verweis](#a) *betont*, ^3^ ~a~, `x` `y` **z**.",
    "a space between a call and an element": "Wort[^1] *kursiv* und `x`[^2] `y`.",
    "an image in a line": 'Vor ![](bild.png){alt="Punkt" width=4mm} nach dem Bild.',
    "a drawing with words, without caption": 'Vorher.\n\n![](bild.svg){alt="Text"}\n\nNachher.',
    "an image in a cell": '| A | B |\n|---|---|\n| ![](bild.svg){alt="Text"} | Wort |',
    "an unlisted heading": "## Nicht im Inhalt {.unlisted}\n\nText.",
    "a long list number": "1999. Das Jahr.\n2000. Das nächste.",
    "lists of every kind": "a. eins\n    i. innen\n\n        - ganz innen\n\nb. zwei",
    "a list in a note": "Wort.[^3]",
    "code": "Davor.\n\n```\nfor x in y:\n    print(x)\n```\n\nDanach.",
    "a scene change": "Davor.\n\n* * *\n\nDanach.",
    "an address over several lines": f"Siehe <https://example.org/{'langer-weg/' * 14}ende>.",
    "a call behind a question mark": "Wirklich?[^1] Ja![^2]",
    "a verse with a call": "| Erste Zeile,\n|     zweite Zeile.[^1]",
    "a call in a term": "Begriff[^1]\n:   Erklärung.[^2]",
    "small capitals and numbers": "[Im Jahr 1925]{.smallcaps} und 1925/26, die [KPD]{.smallcaps}.",
    "other scripts' quotes": "„Er sagte ‚ja‘“, «oui», ‹si›, »doch«, “yes”.",
}
NOTES = {
    "[^1]": "Erste Anmerkung.",
    "[^2]": "Zweite.",
    "[^3]": "Eine Liste:\n\n    - eins\n    - zwei",
}


@pytest.mark.parametrize("case", CASES)
def test_every_edition_is_whole(case: str, tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_bytes(png(64, 64))
    (tmp_path / "bild.svg").write_text(SVG, "utf-8")
    text = f"---\ntitle: Probe\nlang: de\n---\n\n# Kapitel {{#a}}\n\n{CASES[case]}\n"
    text += "".join(f"\n{k}: {note}\n" for k, note in NOTES.items() if k in CASES[case])
    (tmp_path / "probe.md").write_text(text, "utf-8")
    result = build(tmp_path / "probe.md", output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == []


def test_a_style_rests_on_another(tmp_path: Path) -> None:
    style = tmp_path / "eigen"
    style.mkdir()
    (style / "style.toml").write_text('extends = "klassisch"\n[type]\nsize = 9.4\n', "utf-8")
    (style / "page.html.jinja").write_text(
        '{% extends "klassisch/page.html.jinja" %}{% block imprint %}{% endblock %}', "utf-8"
    )
    text = "---\ntitle: Probe\nlang: de\nsatzspiegel:\n  style: eigen\n---\n\n# Eins\n\nText.[^1]\n"
    (tmp_path / "probe.md").write_text(text + "\n[^1]: Note.\n", "utf-8")
    result = build(tmp_path / "probe.md", output=tmp_path / "out")
    assert result.findings == ()
    # Title, an empty page, contents, an empty page, the chapter.
    assert result.figures["pdf"]["pages"] == 5
