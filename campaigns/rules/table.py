"""The table of all rules for the manual. Pure."""

from collections.abc import Iterable

from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import Rulebook

HEAD = "| rule | kind | what it says | source | confidence | state |\n|---|---|---|---|---|---|"


def rules_table(book: Rulebook) -> str:
    """Return Markdown: a heading and a table for each place, in the order of their keys, rules by rank."""
    parts = []
    for key in sorted(book.jurisdictions):
        place = book.jurisdictions[key]
        rows = sorted((rule for rule in book.rules if rule.jurisdiction == key), key=lambda rule: (rule.rank, rule.id))
        body = "\n".join(map(_row, rows)) if rows else "No rule of its own."
        head = f"{HEAD}\n" if rows else ""
        parts.append(f"### {place.name} (`{key}`)\n\n{head}{body}\n")
    return "\n".join(parts)


def state_of(rule: Rule) -> str:
    """Say whether a rule is on by default and from when to when it is in force."""
    dates = [f"from {rule.effective_from}"] if rule.effective_from else []
    dates += [f"to {rule.effective_to}"] if rule.effective_to else []
    return ", ".join(["on" if rule.is_enabled else "off", *dates])


def _row(rule: Rule) -> str:
    cells: Iterable[str] = (f"`{rule.id}`", f"`{rule.kind}`", rule.title, rule.cite, rule.confidence, state_of(rule))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
