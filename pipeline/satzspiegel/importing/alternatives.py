"""Alternative texts for images that came without: no PDF is built where one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Doubt, Draft, Json, Spot
from satzspiegel.importing.tidying import plain

#: How far a caption, or only the place, says what is to be seen.
FROM_CAPTION, FROM_PLACE = 0.4, 0.1
WORDS = {
    "de": {"caption": "Abbildung: {caption}", "page": "Abbildung auf Seite {page} der Vorlage",
           "nowhere": "Abbildung {number} der Vorlage"},
    "en": {"caption": "Figure: {caption}", "page": "Figure on page {page} of the source",
           "nowhere": "Figure {number} of the source"},
}  # fmt: skip


def described(draft: Draft, language: str, file: str) -> Draft:
    """The draft with an alternative text for every image, in ``de`` or ``en``.

    One that had to be made up is a doubt; ``file`` is the name of the source. The blocks are tidy
    (:mod:`.tidying`).
    """
    describing = _Describing(draft, language, file, list(draft.doubts))
    blocks = describing.blocks(draft.blocks)
    return replace(draft, blocks=blocks, doubts=tuple(describing.doubts))


@dataclass
class _Describing:
    """A walk through the blocks that knows the page of the source and counts images."""

    draft: Draft
    language: str
    file: str
    doubts: list[Doubt]
    page: str = ""
    count: int = field(default=0)

    def blocks(self, blocks: list[Json]) -> list[Json]:
        return [self._figure(b) if b["t"] == "Figure" else self._node(b) for b in blocks]

    def _node(self, node: Json) -> Json:
        if isinstance(node, list):
            return [new for child in node for new in self._nodes(child)]
        if not isinstance(node, dict):
            return node
        return {key: self._node(value) for key, value in node.items()}

    def _nodes(self, node: Json) -> Iterator[Json]:
        """A node; an image that gets its description is followed by the mark of the doubt."""
        kind = node.get("t") if isinstance(node, dict) else ""
        if kind == "Span" and tree.OLD_PAGE in node["c"][0][1]:
            self.page = dict(node["c"][0][2]).get("n", "")
        if kind == "Figure":
            yield self._figure(node)
        elif kind == "Image":
            yield from self._image(node, "")
        else:
            yield self._node(node)

    def _figure(self, node: Json) -> Json:
        """A figure; the mark of a doubt stands in its caption, for the image stands alone."""
        attributes, (short, caption), blocks = node["c"]
        inside = self._node(caption)
        image, *marks = self._image(blocks[0]["c"][0], " ".join(plain(caption).split()))
        inside = [{"t": "Plain", "c": [*inside[0]["c"], *marks]}]
        return {"t": "Figure", "c": [attributes, [short, inside], [{"t": "Plain", "c": [image]}]]}

    def _image(self, node: Json, caption: str) -> Iterator[Json]:
        (identifier, classes, pairs), words, target = node["c"]
        self.count += 1
        if dict(pairs).get("alt"):
            yield node
            return
        chosen = self._words(caption)
        attributes = [identifier, classes, [*pairs, ["alt", chosen]]]
        yield {"t": "Image", "c": [attributes, words, target]}
        values = {"source": target[0], "chosen": chosen, "other": ""}
        probability = FROM_CAPTION if caption else FROM_PLACE
        self.doubts.append(Doubt("import-alternative", self._spot(), probability, values))
        yield tree.doubt(len(self.doubts) - 1)

    def _words(self, caption: str) -> str:
        words = WORDS[self.language]
        if caption:
            return words["caption"].format(caption=caption)
        name = "page" if self.page else "nowhere"
        return words[name].format(page=self.page, number=self.count)

    def _spot(self) -> Spot:
        known = self.draft.old_pages
        return Spot(self.file, known.index(self.page) + 1 if self.page in known else 0)
