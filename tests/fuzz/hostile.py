"""Manuscripts that are wrong, or mean harm, in ways that have a name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise, starmap

from .cases import DRAWING, SECRET, Case, picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
#: Text that is wrong all by itself.
TEXTS = {
    "empty": "",
    "only-space": " \n\t\n\u00a0\n",
    "note-undefined": "# A\n\nWort.[^fehlt]\n",
    "note-unused": "# A\n\nWort.\n\n[^1]: Note.\n",
    "note-defined-twice": "# A\n\nWort.[^1]\n\n[^1]: Eins.\n\n[^1]: Zwei.\n",
    "note-called-twice": "# A\n\nWort.[^1] Wort.[^1]\n\n[^1]: Eins.\n",
    "note-empty": "# A\n\nWort.[^1] Wort.^[]\n\n[^1]:\n",
    "note-in-itself": "# A\n\nWort.[^1]\n\n[^1]: Eins.[^1]\n",
    "notes-in-each-other": "# A\n\nWort.[^1]\n\n[^1]: Eins.[^2]\n\n[^2]: Zwei.[^1]\n",
    "image-missing": "# A\n\n![Bild.](fehlt.png){alt='x'}\n",
    "image-undescribed": "# A\n\n![](bilder/punkt.png)\n",
    "image-is-folder": "# A\n\n![x](bilder){alt='x'}\n\n![x](.){alt='x'}\n",
    "image-is-text": "# A\n\n![x](01-text.md){alt='x'}\n",
    "link-to-nothing": "# A\n\n[x](#fehlt) [](#fehlt) [](#fn:fehlt) [](#) [x]()\n",
    "ids-twice": "# A {#a}\n\n# B {#a}\n\n[x]{#a} [](#a)\n",
    "ids-of-our-own": "# A {#fn-1}\n\nWort.^[n] [x]{#fnref-1} [y]{#contents}\n",
    "headings-skip": "#### A\n\n# B\n\n###### C\n\nWort.\n",
    "heading-empty": "#\n\n# {#a}\n\n## ^[n]\n\nWort. [](#a)\n",
    "headings-only": "# A\n\n## B\n\n### C\n",
    "right-to-left": "# שלום\n\nמרחבא 12 (a) مرحبا \u202eabc\u202c \u2067x\u2069.^[עברית]\n",
    "astral": "# \U0001d54f\U0001d550\n\n\U0001f469\u200d\U0001f680 \U00020000.^[\U0001f9ff]\n",
    "no-glyph": "# A\n\nWort 漢字 ꙮ \U00013080 ᚠ.^[𒀀]\n",
    "noncharacters": "# A\n\nWort\ufdd0wort \ufdd1 \ufffe \uffff.\n",
    "private-use": "# A\n\nWort\ue0adwort \ue000 \uf8ff\u00adx.\n",
    "joiners": "# A\n\nAuf\u200clage a\u200db \u2060x\u2060 \u200b\u200b \ufeffz.\n",
    "line-separators": "# A\n\nW\u2028W\u2029W\u0085W\x0bW\x0cW[^1]\n\n[^1]: \u2028\n",
    "combining": "# A\n\na" + "\u0301" * 500 + " Wort.\n",
    "front-matter-inside": "# A\n\n---\ntitle: B\n---\n\nWort.\n",
    "open-everything": '# A\n\n*a **b [c](d "e `f ^[g <!-- h\n\n::: {.x}\n\n> ```\n',
    "entities": "# A\n\n&#0; &#x110000; &#xD800; &nichts; &#x202e; &amp;lt; &#38;#60;\n",
    "raw-script": "# A\n\n<script>alert(1)</script>\n\nWort <script src=//x></script>.\n",
    "raw-handler": "# A\n\n<p onclick='alert(1)'>x</p> <b onmouseover=alert(1)>y</b>\n",
    "raw-form": "# A\n\n<form action='http://127.0.0.1:9/'><input name=a></form> Wort\n",
    "raw-frame": "# A\n\n<iframe src='file:///etc/passwd'></iframe>\n\nWort\n",
    "raw-remote": "# A\n\n<img src='http://127.0.0.1:9/a.png'><link rel=stylesheet href='//x'> W\n",
    "raw-style": "# A\n\n<style>@import url(http://127.0.0.1:9/); p{color:red}</style>\n\nWort\n",
    "raw-attribute": "# A\n\n```{=html}\n<script>a()</script>\n```\n\n`<b onload=a>`{=html} W\n",
    "raw-tex": "# A\n\n\\input{/etc/passwd} \\write18{id} Wort $\\input{/etc/passwd}$\n",
    "template-words": "# {{ 7*7 }}\n\n{% include '/etc/passwd' %} {{ ''.__class__ }} {# x #}\n",
    "format-words": "# {0.__class__} %s\n\n[x](#{code}) {place} {finding.__init__}.^[]\n",
    "console-words": "# [bold red]A[/]\n\n[/] [link=file:///x]y[/link] \x1b[2J :smile:[^[/]]\n",
    "attribute-style": "# A {style='background:url(//x/)' onclick='x'}\n\n[w]{style='a'}\n",
    "attribute-strange": "# A {#a\"b .c'd e<f}\n\n[w]{lang='\"><script>' dir=x} [v]{lang=a b=c}\n",
    "script-links": "# A\n\n[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:,x) <vbscript:x>\n",
    "file-links": "# A\n\n[a](file:///etc/passwd) [b](../geheim.md) [c](//x/x) [d](\\\\x\\y)\n",
    "image-outside": f"# A\n\n![x](../{SECRET}.png){{alt='x'}}\n",
    "image-absolute": "# A\n\n![x](/etc/passwd){alt='x'}\n",
    "image-file-url": "# A\n\n![x](file:///etc/passwd){alt='x'}\n",
    "image-remote": "# A\n\n![x](http://127.0.0.1:9/a.png){alt='x'}\n",
    "image-data": "# A\n\n![x](data:image/svg+xml,%3Csvg%3E){alt='x'}\n",
    "image-roundabout": f"# A\n\n![x](bilder/../../{SECRET}.svg){{alt='x'}}\n",
    "image-encoded": f"# A\n\n![x](%2e%2e/{SECRET}.png){{alt='x'}}\n",
    "image-nul": "# A\n\n![x](a%00b.png){alt='x'}\n",
    "image-long-name": f"# A\n\n![x]({'a' * 5000}.png){{alt='x'}}\n",
    "silence-strange": "<!-- satzspiegel: ok -->\n<!-- satzspiegel: nicht -->\n<!-- satzspiegel:\n",
    "own-classes": "::: {.satzspiegel-file index=7}\n# A\n\nWort.\n:::\n",
    "own-classes-wordless": "::: {.satzspiegel-file}\n# A\n\nWort.\n:::\n",
    "refs-twice": "::: {#refs}\n:::\n\n# A {#refs}\n\nWort.\n",
    "table-ragged": "|a|b|c|\n|-|-|\n|d|\n|e|f|g|h|\n",
    "table-empty": "|||\n|-|-|\n|||\n\n: \n",
    "word-long": f"# A\n\n{'Donaudampf' * 500} {'9' * 3000}.{'!' * 3000}\n",
    "list-deep": "\n".join(f"{'    ' * n}- a" for n in range(60)),
    "brackets": f"# A\n\n{'[' * 300}x{']' * 300} {'*' * 300}y {'^[' * 40}z{']' * 40}\n",
}
#: Metadata that are wrong all by themselves.
YAML = {
    "yaml-broken": "title: [a\nlang: de\n",
    "yaml-list": "- a\n- b\n",
    "yaml-word": "nur ein Wort\n",
    "yaml-tab": "a:\n\t- b\n",
    "yaml-object": "title: !!python/object/apply:os.system ['echo x > /tmp/x']\n",
    "yaml-name": "title: !!python/name:os.system\n",
    "yaml-tag": "title: !unbekannt x\nbinary: !!binary '????'\n",
    "yaml-alias": "a: &a [x]\ntitle: *b\n",
    "yaml-recursive": "title: &a [*a]\nsatzspiegel: &b {labels: *b}\n",
    "yaml-laughs": "a: &a [l,l,l,l,l,l,l,l,l]\n"
    + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefgh")),
    "yaml-two-documents": "title: A\n---\ntitle: B\n",
    "yaml-control": "title: \"\\0\\x07\\e[2J\"\n",
    "yaml-surrogate": "title: \"\\ud800\"\n",
    "yaml-doubled": "title: A\ntitle: B\nsatzspiegel: {}\nsatzspiegel: {name: x}\n",
    "yaml-date": "date: 2026-11-01\nisbn: 0x1F\ntitle: 1_000\nsubtitle: 12:30:45\n",
    "yaml-huge-number": f"title: {'9' * 5000}\ngroup-position: {'9' * 5000}\n",
    "yaml-complex-key": "? [a, b]\n: c\n? {d: e}\n: f\n",
    "yaml-merge": "<<: 5\ntitle: A\n",
    "yaml-bad-date": "date: 2026-99-99\n",
    "setting-unknown": "satzspiegel: {nmae: x}\n",
    "setting-type": "satzspiegel: {name: [1], notes: 5, print: x, labels: [a], rules: {N3: 1}}\n",
    "style-unknown": "satzspiegel: {style: klassich}\n",
    "style-outside": "satzspiegel: {style: ../..}\n",
    "name-outside": "satzspiegel: {name: ../geheim}\n",
    "metadata-html": "title: <script>alert(1)</script>\nauthor: <img src=x onerror=alert(1)>\n",
    "metadata-template": "title: '{{ 7*7 }}'\nauthor: '{% include \"/etc/passwd\" %}'\n",
    "bibliography-outside": f"bibliography: ../{SECRET}.bib\n",
    "bibliography-remote": "bibliography: http://127.0.0.1:9/a.bib\n",
    "csl-outside": "bibliography: literatur.bib\ncsl: /etc/passwd\n",
    "csl-remote": "bibliography: literatur.bib\ncsl: http://127.0.0.1:9/a.csl\n",
    "cover-outside": f"cover-image: ../{SECRET}.png\n",
    "cover-remote": "cover-image: http://127.0.0.1:9/a.png\n",
    "profile-outside": f"satzspiegel: {{print: {{profile: ../{SECRET}.icc}}}}\n",
}  # fmt: skip
#: Drawings that mean harm.
DRAWINGS = {
    "script": f"{SVG} width='9' height='9'><script>alert(1)</script></svg>",
    "handler": f"{SVG} width='9' height='9' onload='alert(1)'><a xlink:href='javascript:x'/></svg>",
    "remote": f"{SVG} width='9' height='9'><image xlink:href='http://127.0.0.1:9/a.png'/></svg>",
    "file": f"{SVG} width='9' height='9'><image xlink:href='../../{SECRET}.png'/></svg>",
    "use": f"{SVG} width='9' height='9'><use xlink:href='file:///etc/passwd#a'/></svg>",
    "style": f"{SVG} width='9' height='9'><style>@import 'http://127.0.0.1:9/';</style></svg>",
    "frame": f"{SVG} width='9' height='9'><foreignObject><iframe/></foreignObject></svg>",
    "entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG}><text>&x;</text></svg>',
    "external": f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">{SVG}></svg>',
    "sheet": f'<?xml-stylesheet href="http://127.0.0.1:9/"?>{SVG} width="9" height="9"></svg>',
    "laughs": '<!DOCTYPE svg [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n + 1} "' + f"&a{n};" * 10 + '">' for n in range(9))
    + f"]>{SVG}><text>&a9;</text></svg>",
    "deep": f"{SVG}>{'<g>' * 5000}{'</g>' * 5000}</svg>",
    "uses": f"{SVG}><defs><g id='a0'><path d='M0 0h1'/></g>"
    + "".join(f"<g id='a{n + 1}'>" + f"<use href='#a{n}'/>" * 10 + "</g>" for n in range(8))
    + "</defs><use href='#a8'/></svg>",
    "itself": f"{SVG}><use id='a' href='#a'/><g id='b'><use href='#b'/></g></svg>",
    "huge": f"{SVG} width='1e300' height='1e300' viewBox='0 0 1e300 1e300'></svg>",
    "nothing": f"{SVG} width='0' height='-1' viewBox='a b c d'></svg>",
    "broken": f"{SVG}><g>",
    "path": f"{SVG}><path d='M x y z'/><rect width='nan' transform='rotate('/></svg>",
}  # fmt: skip
BOOK = (
    b"@book{illich, title={Im Weinberg}, author={Illich, Ivan}, year=1991, address={Frankfurt}}\n"
)
BIBLIOGRAPHIES = {
    "broken": b"@book{illich, title={Im",
    "input": b"@book{illich, title={\\input{/etc/passwd}}, file={/etc/passwd}}\n" + BOOK,
    "empty": b"",
    "bytes": bytes(range(256)),
}


def harmless() -> dict[str, bytes]:
    """Files that a manuscript may name: images sound and broken, a bibliography."""
    png = picture()
    return {
        "bilder/punkt.png": png,
        "bilder/foto.jpg": picture("JPEG"),
        "bilder/skizze.svg": DRAWING,
        "bilder/kaputt.png": png[:-30],
        "bilder/luege.png": picture("GIF"),
        "bilder/leer.svg": b"",
        "literatur.bib": BOOK,
    }


def named_cases() -> Iterator[Case]:
    """Every case that has a name; those that take long are marked."""
    yield from (Case(n, {"01-text.md": t.encode(), **harmless()}) for n, t in TEXTS.items())
    yield from starmap(_with_metadata, YAML.items())
    yield from (_with_image(f"svg-{n}", "a.svg", d.encode()) for n, d in DRAWINGS.items())
    yield from (_with_image(f"png-{n}", "a.png", d) for n, d in _images())
    yield from (_with_bibliography(n, d) for n, d in BIBLIOGRAPHIES.items())
    yield from _files()
    yield from _templates()
    yield from _large()


def _with_metadata(name: str, text: str) -> Case:
    """The metadata in a file of their own."""
    files = {"01-text.md": b"# A\n\nWort.[@illich]\n", "metadata.yaml": text.encode()}
    return Case(name, {**files, **harmless()})


def _with_image(name: str, file: str, data: bytes) -> Case:
    text = f"# A\n\nWort.\n\n![Ein Bild.]({file}){{alt='Ein Bild'}}\n"
    return Case(name, {"01-text.md": text.encode(), file: data})


def _with_bibliography(name: str, data: bytes) -> Case:
    text = b"---\ntitle: A\nbibliography: a.bib\n---\n\n# A\n\nWort.[@illich, S. 3] [@fehlt]\n"
    return Case(f"bibliography-{name}", {"a.md": text, "a.bib": data}, given="a.md")


def _png(width: int, height: int, data: bytes) -> bytes:
    """A PNG of so many grey pixels, whatever its data are."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    body = (
        len(inside).to_bytes(4, "big")
        + kind
        + inside
        + zlib.crc32(kind + inside).to_bytes(4, "big")
        for kind, inside in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def _images() -> Iterator[tuple[str, bytes]]:
    yield "bomb", _png(60_000, 60_000, bytes(2_000_000))
    yield "giant", _png(2**31 - 1, 2**31 - 1, b"")
    yield "no-data", _png(10, 10, b"")
    yield "no-size", _png(0, 10, b"")
    yield "truncated", picture()[:40]
    yield "header-only", picture()[:8]
    yield "is-jpeg", picture("JPEG")
    yield "is-gif", picture("GIF")
    yield "is-text", b"kein Bild\n"
    yield "empty", b""
    yield "damaged", picture("JPEG")[:100]


def _files() -> Iterator[Case]:
    """What is wrong with the files themselves."""
    text = "# A\n\nZeile eins.[^1]\n\n[^1]: Note.\n"
    yield Case("missing", {}, given="fehlt.md")
    yield Case("no-markdown", {"lies.txt": b"x"})
    yield Case("unnumbered", {"text.md": text.encode()})
    yield Case("latin-1", {"01-text.md": "# Ä\n\nÖ.".encode("latin-1")})
    yield Case("utf-16", {"01-text.md": text.encode("utf-16")})
    yield Case("byte-order-mark", {"01-text.md": b"\xef\xbb\xbf" + text.encode()})
    yield Case("two-byte-order-marks", {"01-text.md": b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode()})
    yield Case("nul", {"01-text.md": b"# A\n\nWo\0rt.^[\0]\n"})
    yield Case("controls", {"01-text.md": b"# A\n\n" + bytes(range(1, 32)) + b"\x7f Wort.\n"})
    yield Case(
        "line-ends-mixed", {"01-text.md": b"# A\r\n\rWort.\n\r\nWort.\r[^1]\r\n\r\n[^1]: N\r"}
    )
    yield Case("metadata-latin-1", {"01-text.md": b"# A\n\nW.", "metadata.yaml": b"title: \xe4\n"})
    yield Case(
        "metadata-utf-16", {"01-text.md": b"# A\n\nW.", "metadata.yaml": "a: b".encode("utf-16")}
    )
    yield Case(
        "names-strange", {"01 [b]x[/] {a}.md": b"# A\n\n[](#x)", "2;rm -rf *.md": b"# B\n\n^[]"}
    )
    yield Case("link-outside", {"02-b.md": b"# B\n\nW."}, links={"01-a.md": f"../{SECRET}.md"})
    yield Case(
        "image-link-outside",
        {"01-a.md": b"# A\n\n![x](a.png)"},
        links={"a.png": f"../{SECRET}.png"},
    )
    yield Case(
        "metadata-link-outside",
        {"01-a.md": b"# A\n\nW."},
        links={"metadata.yaml": f"../{SECRET}.txt"},
    )
    yield Case("link-to-nothing-file", {"02-b.md": b"# B\n\nW."}, links={"01-a.md": "fehlt"})
    yield Case("link-to-itself", {"02-b.md": b"# B\n\nW."}, links={"01-a.md": "01-a.md"})
    yield Case("link-to-folder", {"02-b.md": b"# B\n\nW."}, links={"01-a.md": "."})


def _templates() -> Iterator[Case]:
    """A house style of the manuscript's own that asks for more than it may."""
    asked = (
        "{{ ''.__class__.__mro__ }}",
        "{% include '../../../geheim.txt' %}",
        "{{ x",
        "{% for a in range(10**9) %}{% endfor %}",
    )
    for number, template in enumerate(asked):
        yield Case(
            f"template-{number + 1}",
            {
                "01-text.md": b"# A\n\nWort.\n",
                "metadata.yaml": b"satzspiegel: {style: stil}\n",
                "stil/style.toml": b'name = "stil"\nbase = "klassisch"\n',
                "stil/title.jinja": template.encode(),
            },
            heavy=number == 3,
        )


def _large() -> Iterator[Case]:
    """Sizes that no manuscript has."""
    quotes = b">" * 10_000 + b" a\n"
    calls = " ".join(f"W[^{n}]" for n in range(100_000))
    notes = "\n\n".join(f"[^{n}]: N" for n in range(100_000))
    yield Case("line-of-5-mb", {"01-text.md": b"# A\n\n" + b"Wort und " * 555_556}, heavy=True)
    yield Case("word-of-5-mb", {"01-text.md": b"# A\n\n" + b"a" * 5_000_000}, heavy=True)
    yield Case("quotes-nested", {"01-text.md": b"# A\n\n" + quotes}, heavy=True)
    yield Case("notes-100000", {"01-text.md": f"# A\n\n{calls}\n\n{notes}\n".encode()}, heavy=True)
    yield Case("files-200", {f"{n}-a.md": b"# A\n\nWort.\n" for n in range(200)}, heavy=True)
