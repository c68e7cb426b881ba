"""The static lists a client needs to draw its forms."""

from collections.abc import Sequence

from campaigns.scorecards import Scorecard
from crm.dispositions import Catalogue
from crm.dispositions import Named as NamedCode
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.catalogue import CatalogueShape, DispositionShape, ScorecardItem, ScorecardSection, ScorecardShape
from web.shapes.shape import CodeText

LANGUAGES = ("en", "zh")
VERIFY_ITEMS = (
    CodeText(code="full_name", en="Full name", zh="姓名"),
    CodeText(code="birth_year", en="Year of birth", zh="出生年份"),
    CodeText(code="postal_code", en="Postal code", zh="邮政编码"),
)
"""What an agent asks for; two of the three are enough where the record has no more."""


async def show_catalogue(house: House, request: ApiRequest[None]) -> CatalogueShape:  # noqa: ARG001
    catalogue = house.books.catalogue
    return CatalogueShape(
        dispositions=_dispositions(catalogue),
        reasons=_texts(catalogue.reasons),
        break_reasons=_texts(catalogue.breaks),
        languages=list(LANGUAGES),
        hold_kinds=_texts(catalogue.holds),
        verify_items=list(VERIFY_ITEMS),
        scorecard=_scorecard(house.books.scorecard),
    )


def _dispositions(catalogue: Catalogue) -> list[DispositionShape]:
    groups = {group.code: group for group in catalogue.groups}
    return [
        DispositionShape(
            code=row.code,
            group=row.group,
            group_en=groups[row.group].en,
            group_zh=groups[row.group].zh,
            en=row.en,
            zh=row.zh,
            set_by=sorted(row.set_by),
            needs_verified=row.needs_verified,
            needs_promise=row.needs_promise,
            needs_callback=row.needs_callback,
            key=row.key,
            effects=list(row.effects),
        )
        for row in catalogue.by_code.values()
    ]


def _texts(rows: Sequence[NamedCode]) -> list[CodeText]:
    return [CodeText(code=row.code, en=row.en, zh=row.zh) for row in rows]


def _scorecard(card: Scorecard) -> ScorecardShape:
    sections = [
        ScorecardSection(
            en=section.en,
            zh=section.zh,
            items=[
                ScorecardItem(code=item.code, en=item.en, zh=item.zh, weight=item.weight, knock_out=item.is_knock_out)
                for item in section.items
            ],
        )
        for section in card.sections
    ]
    return ScorecardShape(code=card.code, version=card.version, sections=sections)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/catalogue",
        None,
        None,
        CatalogueShape,
        show_catalogue,
        "List dispositions, reasons, holds and the scorecard",
    ),
)
