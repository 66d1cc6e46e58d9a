"""The rules in words: the same in both languages, in the handbook, and in the code."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click
import pytest

from satzspiegel.build import check
from satzspiegel.cli import cli
from satzspiegel.messages import LANGUAGES, is_known, known_name, nearest_name
from satzspiegel.messages.explain import WORDS, explain
from satzspiegel.messages.rules import (
    LEGENDS,
    VISIBLE,
    RuleText,
    legend,
    rule_ids,
    rule_of,
    rule_text,
    visible,
)
from satzspiegel.model import Run
from satzspiegel.typography import apply_text
from satzspiegel.typography.profiles import PROFILES, Profile
from satzspiegel.typography.rules import RULES, set_text

ROOT = Path(__file__).parents[1]
HANDBOOK = ROOT / "docs" / "typografie.md"
PACKAGE = ROOT / "pipeline" / "satzspiegel"
MESSAGES = PACKAGE / "messages"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
START = "## Die Regeln\n"
#: Fixes that are not made in the text: ligatures end, and names break, when lines are set.
ELSEWHERE = ("L1", "H5")
GROUPS = {
    "Q": "Anführungszeichen",
    "A": "Apostroph",
    "D": "Striche",
    "E": "Auslassungspunkte",
    "N": "Abkürzungen und Zahlen",
    "W": "Wörter und Leerzeichen",
    "L": "Ligaturen",
    "H": "Silbentrennung",
    "F": "Anmerkungen",
    "C": "Großbuchstaben und Kapitälchen",
    "X": "Geschützter Text",
    "Z": "Das ganze Werk",
}
GERMAN = [rule_text(identifier, "de") for identifier in rule_ids()]
#: Fixes with an example in which characters change.
EXEMPLIFIED = [
    rule.identifier
    for rule in GERMAN
    if rule.mode == "fix" and rule.before != rule.after and rule.identifier not in ELSEWHERE
]
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-ZÄÖÜ»„]|$)")


def code(text: str) -> str:
    """Markdown's code, also of text that has a backtick in it."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def section(rule: RuleText) -> str:
    """A rule as it stands in the handbook."""
    before, after = code(visible(rule.before)), code(visible(rule.after))
    example = f"Beispiel: {before}" if before == after else f"{before} → {after}"
    switch = code(rule.switch) if rule.switch else "–"
    mode = WORDS["de"][rule.mode]
    return (
        f"#### {rule.identifier}: {rule.name}\n\n{rule.text}\n\n{example}\n\n"
        f"*{mode[0].upper()}{mode[1:]}.* Quelle: {rule.source}. Schalter: {switch}\n"
    )


def sections() -> str:
    """All rules as they stand in the handbook, under the headings of their groups."""
    groups = groupby(GERMAN, key=lambda rule: rule.identifier[0])
    return "\n".join(
        f"### {GROUPS[letter]}\n\n" + "\n".join(section(rule) for rule in rules)
        for letter, rules in groups
    )


# ------------------------------------------------------------------------------------- handbook


def test_the_handbook_has_the_rules_as_they_are(update_golden: bool) -> None:
    before, _, rules = HANDBOOK.read_text("utf-8").partition(START)
    if update_golden:
        HANDBOOK.write_text(f"{before}{START}\n{sections()}", "utf-8")
    else:
        assert rules.strip() == sections().strip()


def test_the_handbook_explains_the_signs() -> None:
    shown = {c for rule in GERMAN for c in VISIBLE if c in rule.before + rule.after}
    assert shown
    for character in shown:
        assert f"`{VISIBLE[character]}`" in introduction()
        assert f"U+{ord(character):04X}" in introduction()


def introduction() -> str:
    return HANDBOOK.read_text("utf-8").partition(START)[0]


def examples() -> Iterator[tuple[str, str]]:
    """What is typed and what appears, from the table at the head of the handbook."""
    table = introduction().partition("| Sie tippen |")[2].partition("\n\n")[0]
    for row in table.splitlines()[2:]:
        typed, shown = (re.findall(r"`([^`]+)`", cell) for cell in row.strip("|").split("|"))
        yield from zip(typed, shown, strict=True)


def test_the_introduction_shows_what_happens() -> None:
    found = list(examples())
    assert len(found) > 10
    for typed, shown in found:
        assert visible(apply_text(typed)) == shown


def test_the_introduction_has_every_profile_with_its_marks() -> None:
    for name, profile in PROFILES.items():
        marks = profile.marks
        outer = f"{marks.opening}…{marks.closing}"
        inner = f"{marks.inner_opening}…{marks.inner_closing}"
        assert f"| `{name}` | {outer} | {inner} |" in introduction()


def test_the_examples_of_comments_silence_what_they_say(tmp_path: Path) -> None:
    chapter = introduction().partition("## Eine Stelle ausnehmen\n")[2]
    example = re.findall(r"```markdown\n(.*?)```", chapter, re.DOTALL)[0]
    manuscript = tmp_path / "beispiel.md"
    manuscript.write_text(f"# Titel\n\n{example}", "utf-8")
    assert check(manuscript, fixes=True).findings == ()
    manuscript.write_text("# Titel\n\n" + re.sub("<!--.*?-->", "", example), "utf-8")
    rules = {finding.values["rule"] for finding in check(manuscript, fixes=True).findings}
    assert rules == {"N3", "D10"}


def test_the_introduction_names_the_options_of_check() -> None:
    for option in cli.commands["check"].params:
        if isinstance(option, click.Option):
            assert any(f"| `{name}" in introduction() for name in option.opts)


# ------------------------------------------------------------------------------------ languages


def tables(language: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((MESSAGES / f"rules.{language}.toml").read_text("utf-8"))


def test_both_languages_have_the_same_rules_in_the_same_order() -> None:
    assert list(tables("de")) == list(tables("en"))


@pytest.mark.parametrize("identifier", rule_ids())
def test_only_words_differ_between_the_languages(identifier: str) -> None:
    german, english = tables("de")[identifier], tables("en")[identifier]
    assert german.keys() == english.keys() >= {"name", "text", "source", "before", "after", "mode"}
    assert german["name"] != english["name"]
    assert german["text"] != english["text"]
    others = german.keys() - {"name", "text", "source"}
    assert {key: german[key] for key in others} == {key: english[key] for key in others}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", rule_ids())
def test_a_rule_says_enough_in_few_sentences(identifier: str, language: str) -> None:
    rule = rule_text(identifier, language)
    assert 2 <= len(SENTENCE_END.findall(rule.text)) <= 4
    assert rule.name[0].isupper() or rule.name[0] in "»ßf"
    assert rule.source
    assert rule.mode in WORDS[language]


@pytest.mark.parametrize("identifier", rule_ids())
def test_sources_are_those_of_the_list(identifier: str) -> None:
    known = re.compile(
        r"(?:Duden, Rechtschreibung(?: \(Schweiz\))?(?:, K 1[67])?"
        r"|Forssman/de Jong, Detailtypografie|Gulbins/Kahrmann, Mut zur Typographie|Tschichold"
        r"|Bier, typokurz|DIN 5008:2020|Amtliche Regeln, § 25 E3|Amtliche Regeln, § 97"
        r"|Amtliche Regeln, §§ 107–112|eigene Regel)"
    )
    for source in rule_text(identifier, "de").source.split("; "):
        assert known.fullmatch(source)


# ----------------------------------------------------------------------------------------- code


def test_the_code_has_the_same_rules() -> None:
    assert {rule.id: rule.mode.value for rule in RULES} == {r.identifier: r.mode for r in GERMAN}


@pytest.mark.parametrize(
    "rule",
    [r for r in GERMAN if r.mode in ("fix", "guard") and r.identifier not in ELSEWHERE],
    ids=lambda rule: rule.identifier,
)
def test_examples_are_set_as_the_book_says(rule: RuleText) -> None:
    markdown = any(sign in rule.before for sign in "[`")
    assert apply_text(rule.before, rule.profile, markdown=markdown) == rule.after
    assert apply_text(rule.after, rule.profile, markdown=markdown) == rule.after


def rules_at_work(rule: RuleText, profile: Profile) -> set[str]:
    """The ids of the rules that change something in the example of this one."""
    foreign = re.search(r"\[(.+)\]\{lang=(\w+)\}", rule.before)
    run = Run(foreign[1], foreign[2]) if foreign else Run(rule.before)
    return {change.rule for change in set_text([run], profile)[1]}


@pytest.mark.parametrize(
    "rule", [r for r in GERMAN if r.identifier in EXEMPLIFIED], ids=lambda rule: rule.identifier
)
def test_an_example_is_the_rules_own_work(rule: RuleText) -> None:
    profile = PROFILES[rule.profile]
    assert rule.identifier in rules_at_work(rule, profile)
    assert rule.identifier not in rules_at_work(rule, profile.without(rule.identifier))


@pytest.mark.parametrize("rule", GERMAN, ids=lambda rule: rule.identifier)
def test_only_what_can_be_switched_has_a_switch(rule: RuleText) -> None:
    assert (rule.switch == f"satzspiegel: rules: {{{rule.identifier}: off}}") == (
        rule.mode in ("fix", "lint")
    )


def given_together() -> Iterator[tuple[str, str]]:
    """Codes and rules that stand in one call, or in one row of a table, in the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = dict(constants(tree))
        for node in ast.walk(tree):
            items = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            words = [word_of(item, names) for item in items]
            rules = [word for word in words if word in rule_ids()]
            codes = [word for word in words if CODE.fullmatch(word)]
            yield from ((code, rules[0]) for code in codes if len(rules) == 1)


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The strings of a module that have a name."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            pairs = [(node.targets[0], node.value)]
            if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
            for target, value in pairs:
                if isinstance(target, ast.Name):
                    yield target.id, word_of(value, {})


def word_of(node: ast.AST, names: dict[str, str]) -> str:
    """A string, or the string that a name stands for; else nothing."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_codes_belong_to_the_rules_they_are_given_with() -> None:
    in_the_book = {code: rule.identifier for rule in GERMAN for code in rule.codes}
    assert sum(len(rule.codes) for rule in GERMAN) == len(in_the_book)
    assert in_the_book == dict(given_together())


def test_the_rule_of_a_code() -> None:
    assert rule_of("ebd-several-sources") == "F4"
    assert rule_of("note-undefined") == ""
    for rule in GERMAN:
        assert all(is_known(code) for code in rule.codes)


# ----------------------------------------------------------------------------------- explaining


def test_explaining_a_rule() -> None:
    assert explain("n3", "de") == (
        "N3: Seite, Band, Nummer mit Zahl (wird gesetzt)\n"
        f"{rule_text('N3', 'de').text}\n"
        "\n"
        "  Siehe S.12 und Bd. 3.\n"
        "→ Siehe S.·12 und Bd.·3.\n"
        "  · schmales geschütztes Leerzeichen (U+202F)\n"
        "\n"
        "Quelle: Duden, Rechtschreibung; Forssman/de Jong, Detailtypografie\n"
        "Abschalten: satzspiegel: rules: {N3: off}\n"
        "Nur hier nicht: <!-- satzspiegel: ok N3 -->"
    )


def test_explaining_a_guard() -> None:
    assert explain("X1", "en").splitlines()[0] == "X1: Addresses stay (left alone)"
    assert "→" not in explain("X1", "en")
    assert "Switch off" not in explain("X1", "en")


def test_explaining_a_finding() -> None:
    assert explain("note-undefined", "en") == (
        "note-undefined\nNote [^{label}] is not defined.\n"
        "What to do: Add a line “[^{label}]: …” to the same file."
    )
    assert explain("pandoc-warning", "de") == "pandoc-warning\nPandoc meldet: {text}."
    about_rule = explain("ebd-no-source", "en")
    assert about_rule.startswith("ebd-no-source\n")
    assert about_rule.endswith(f"\n\n{explain('F4', 'en')}")
    with pytest.raises(KeyError):
        explain("N33", "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", rule_ids())
def test_every_rule_can_be_explained(identifier: str, language: str) -> None:
    said = explain(identifier, language)
    rule = rule_text(identifier, language)
    for part in (rule.name, rule.text, visible(rule.before), visible(rule.after), rule.source):
        assert part in said
    assert not set(VISIBLE) & set(said)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("N33", "N3"), ("n3x", "N3"), ("note-undefind", "note-undefined")],
)
def test_the_nearest_name(name: str, nearest: str) -> None:
    assert not is_known(name)
    assert nearest_name(name) == nearest


def test_names_in_any_case() -> None:
    assert known_name("d10") == "D10"
    assert known_name("Note-Empty") == "note-empty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_names_only_what_is_there(language: str) -> None:
    assert list(LEGENDS[language]) == list(VISIBLE)
    assert legend("S. 12", language) == ""
    assert legend("z.\u202fB.", language).startswith("· ")
    both = legend("S.\u202f12 und\u00a0– so", language)
    assert [part[0] for part in both.split(", ")] == ["·", "⍽"]
