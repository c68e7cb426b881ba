"""Shapes of the static lists a client needs to draw its forms."""

from web.shapes.shape import CodeText, Shape


class DispositionShape(Shape):
    """One code of the two-level list; `key` is the digit that marks it at the agent panel."""

    code: str
    group: str
    group_en: str
    group_zh: str
    en: str
    zh: str
    set_by: list[str]
    needs_verified: bool
    needs_promise: bool
    needs_callback: bool
    key: str | None
    effects: list[str]


class ScorecardItem(Shape):
    code: str
    en: str
    zh: str
    weight: int
    knock_out: bool


class ScorecardSection(Shape):
    en: str
    zh: str
    items: list[ScorecardItem]


class ScorecardShape(Shape):
    code: str
    version: int
    sections: list[ScorecardSection]


class CatalogueShape(Shape):
    dispositions: list[DispositionShape]
    reasons: list[CodeText]
    break_reasons: list[CodeText]
    languages: list[str]
    hold_kinds: list[CodeText]
    verify_items: list[CodeText]
    scorecard: ScorecardShape
