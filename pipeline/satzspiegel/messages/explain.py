"""A rule or a finding explained, as ``check --explain`` prints it."""

from __future__ import annotations

from satzspiegel.messages import explained, known_name
from satzspiegel.messages.rules import RuleText, legend, rule_ids, rule_of, rule_text, visible

WORDS = {
    "de": {
        "fix": "wird gesetzt",
        "lint": "wird gemeldet",
        "guard": "bleibt unberührt",
        "style": "Sache des Stils",
        "source": "Quelle",
        "off": "Abschalten",
        "here": "Nur hier nicht",
        "advice": "Was tun",
    },
    "en": {
        "fix": "set by itself",
        "lint": "reported",
        "guard": "left alone",
        "style": "up to the style",
        "source": "Source",
        "off": "Switch off",
        "here": "Not here",
        "advice": "What to do",
    },
}


def explain(name: str, language: str) -> str:
    """A rule by its id, or a finding by its code with the rule it comes of.

    Raises :class:`KeyError` for a name that is neither.
    """
    known = known_name(name)
    if known in rule_ids():
        return explain_rule(rule_text(known, language), language)
    message, advice = explained(known, language)
    lines = [known, message, *([f"{WORDS[language]['advice']}: {advice}"] if advice else [])]
    if rule := rule_of(known):
        lines += ["", explain_rule(rule_text(rule, language), language)]
    return "\n".join(lines)


def explain_rule(rule: RuleText, language: str) -> str:
    """A rule with everything there is to say about it, over several lines."""
    words = WORDS[language]
    lines = [f"{rule.identifier}: {rule.name} ({words[rule.mode]})", rule.text, ""]
    lines += [f"  {visible(rule.before)}"]
    if rule.after != rule.before:
        lines += [f"→ {visible(rule.after)}"]
    if signs := legend(rule.before + rule.after, language):
        lines += [f"  {signs}"]
    lines += ["", f"{words['source']}: {rule.source}"]
    if rule.switch:
        lines += [f"{words['off']}: {rule.switch}"]
        lines += [f"{words['here']}: <!-- satzspiegel: ok {rule.identifier} -->"]
    return "\n".join(lines)
