"""Turns recorded calls, reviews and corrections into the shapes a client is shown.

Pure: rows and values in, shapes out. Loading is left to the endpoints.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.corrections import Consequence
from campaigns.reviewing import CallFile
from campaigns.reviews import ReviewComment
from campaigns.scripts import Scripts, say
from campaigns.store.for_reviews import RecordedCall
from crm.attempts import DispositionEntry
from web.shapes.reviews import CommentShape, DispositionTrail, ReviewRow
from web.shapes.shape import CodeText


def show_row(row: RecordedCall) -> ReviewRow:
    """Show one recorded call in the list."""
    return ReviewRow(
        attempt_id=row.attempt_id,
        at=row.at,
        agent=row.agent or "",
        case_number=row.case_number,
        campaign=row.campaign,
        disposition=row.disposition,
        duration_s=round(row.duration_ms / 1000),
        reviewed=row.is_reviewed,
        score=row.score,
    )


def show_trail(entries: Sequence[DispositionEntry], names: Mapping[str, str]) -> list[DispositionTrail]:
    """Show all dispositions of a call, oldest first, actors by their names."""
    return [
        DispositionTrail(
            code=entry.code,
            at=entry.at,
            actor=names[entry.actor],
            superseded=entry.superseded_by is not None,
            correction_reason=entry.correction_reason,
        )
        for entry in entries
    ]


def show_comment(row: ReviewComment, name: str, *, is_mine: bool) -> CommentShape:
    """Show one comment."""
    return CommentShape(
        id=row.id,
        reviewer=name,
        mine=is_mine,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        text=row.text,
        at=row.at,
    )


def show_consequences(consequences: Sequence[Consequence]) -> list[CodeText]:
    """Show what a correction changes."""
    return [CodeText(code=row.code, en=row.en, zh=row.zh) for row in consequences]


def show_verdict(verdict: dict[str, Any]) -> str:
    """Say the frozen verdict in one line; the whole of it is at the attempt's own address."""
    rules = [str(rule) for rule in verdict.get("rules", ())]
    word = "Allowed" if verdict.get("allowed") else "Refused"
    return f"{word} at {verdict.get('at', '?')} under {len(rules)} rules: {', '.join(rules)}."


def show_script(scripts: Scripts, file: CallFile, language: str) -> dict[str, Any]:
    """Give the script the agent had, without the person's figures, and what the agent ticked."""
    if file.campaign is None:
        return {}
    script = scripts.get(file.campaign.script)
    body = {} if file.draft is None else file.draft.body
    return {
        "code": script.code,
        "version": script.version,
        "tone": script.tone,
        "greeting": say(script, script.greeting, language, {}),
        "lines": [{"code": line.code, "text": say(script, line.text, language, {})} for line in script.lines],
        "disclosures": [
            {
                "code": row.code,
                "text": say(script, row.text, language, {}),
                "required": row.is_required,
                "said": row.code in body.get("disclosures_done", ()),
            }
            for row in script.disclosures
        ],
        "verified_items": list(body.get("verified_items", ())),
    }
