"""Makes, changes and moves campaigns and the set of buckets, as a manager decides; every change is a fact.

An edit names the version it was made on. A campaign starts only when its settings pass the check. Whom it may
call is counted in `counting`; that the floor follows is left to the readers of the facts.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.buckets import Bucket, check_buckets
from campaigns.campaign_settings import Problem, check_changes, check_name, check_settings, with_changes
from campaigns.campaign_templates import load_buckets, load_campaign_templates
from campaigns.campaigns import Campaign, CampaignState, move
from campaigns.facts import BucketsEdited, CampaignEdited, CampaignMoved
from campaigns.store.for_campaigns import (
    all_buckets,
    campaign_by_id,
    campaign_for_update,
    campaign_named,
    campaigns_in_buckets,
    free_waiting_cases,
    known_teams,
    replace_buckets,
    set_teams,
    teams_of,
)
from config.errors import BadInput, Conflict, NotFound
from config.ground import Ground


async def load_campaign(session: AsyncSession, campaign_id: UUID) -> Campaign:
    """Return one campaign.

    Raises:
        NotFound: there is none of this id.
    """
    campaign = await campaign_by_id(session, campaign_id)
    if campaign is None:
        raise _no_campaign()
    return campaign


async def create_campaign(ground: Ground, *, template: str, name: str, actor: str) -> Campaign:
    """Make a draft campaign as a copy of a bucket's template.

    Raises:
        NotFound: there is no such template. Conflict: the name is taken or the bucket is not in the set.
        BadInput: the name is empty or too long.
    """
    found = load_campaign_templates().get(template)
    if found is None:
        raise NotFound("unknown_template", f"There is no campaign template {template}.", {"template": template})
    async with ground.database.transaction() as session:
        if found.fields["bucket"] not in {bucket.code for bucket in await all_buckets(session)}:
            raise Conflict("bucket_gone", f"The bucket {template} is not in the set any more.", {"template": template})
        now = ground.clock.now()
        campaign = Campaign(
            id=ground.ids.new(),
            name=check_name(name),
            state=CampaignState.DRAFT.value,
            version=1,
            changed_at=now,
            changed_by=actor,
            **deepcopy(dict(found.fields)),
        )
        await _refuse_taken_name(session, campaign)
        session.add(campaign)
        await session.flush()
        made = CampaignEdited(at=now, actor=actor, campaign_id=campaign.id, version=1, fields=("created",))
        await ground.journal.append(session, made)
    return campaign


async def edit_campaign(
    ground: Ground,
    books: Books,
    campaign_id: UUID,
    *,
    version: int,
    changes: Mapping[str, Any],
    actor: str,
    teams: Collection[UUID] | None = None,
) -> Campaign:
    """Change settings; `changes` are columns out of `EDITABLE`, `teams` replace those that take the calls.

    An edit that changes nothing makes no version and no fact. A running campaign follows within a second,
    because every attempt is judged when it is dialed.

    Raises:
        Conflict: somebody else changed the campaign since this version, the name is taken, or the edit would let a
            running campaign fail its check.
        BadInput: names the field that is not right. NotFound: no such campaign or team.
    """
    async with ground.database.transaction() as session:
        campaign = await _locked(session, campaign_id)
        if campaign.version != version:
            sentence = f"Somebody changed this campaign meanwhile: it is at version {campaign.version}."
            raise Conflict("stale_version", sentence, {"version": str(campaign.version)})
        checked = check_changes(changes, pacing=books.pacing(ground.clock.now().date()))
        fields = [name for name, value in checked.items() if getattr(campaign, name) != value]
        for name in fields:
            setattr(campaign, name, checked[name])
        if "name" in fields:
            await _refuse_taken_name(session, campaign)
        if teams is not None and await _replace_teams(session, campaign_id, teams):
            fields.append("teams")
        if fields:
            if campaign.state == CampaignState.RUNNING.value:
                await _refuse_problems(session, books, campaign, on=ground.clock.now().date())
            now = ground.clock.now()
            if {"windows", "caps"} & set(fields):
                await free_waiting_cases(session, campaign_id, now=now)
            campaign.version += 1
            campaign.changed_at, campaign.changed_by = now, actor
            edited = CampaignEdited(
                at=now, actor=actor, campaign_id=campaign_id, version=campaign.version, fields=tuple(fields)
            )
            await ground.journal.append(session, edited)
    return campaign


async def problems_of(
    session: AsyncSession, books: Books, campaign: Campaign, changes: Mapping[str, Any] | None = None, *, on: date
) -> list[Problem]:
    """Return what keeps a campaign from starting on a day, with edits that are not saved yet taken into account."""
    settings = with_changes(campaign, changes or {})
    has_team = bool(await teams_of(session, campaign.id))
    return check_settings(
        settings, scripts=books.scripts, templates=books.templates, pacing=books.pacing(on), has_team=has_team
    )


async def move_campaign(ground: Ground, books: Books, campaign_id: UUID, *, to: CampaignState, actor: str) -> Campaign:
    """Start, drain, pause or halt a campaign; a move to where it is already changes nothing.

    Raises:
        Conflict: the state has no such move, or a start whose check does not pass (`details` name the fields).
        NotFound: no such campaign.
    """
    async with ground.database.transaction() as session:
        campaign = await _locked(session, campaign_id)
        old = CampaignState(campaign.state)
        if old is to:
            return campaign
        move(old, to)
        if to is CampaignState.RUNNING:
            await _refuse_problems(session, books, campaign, on=ground.clock.now().date())
        campaign.state = to.value
        now = ground.clock.now()
        moved = CampaignMoved(at=now, actor=actor, campaign_id=campaign_id, old=old.value, new=to.value)
        await ground.journal.append(session, moved)
    return campaign


async def edit_buckets(ground: Ground, buckets: Collection[Bucket], *, actor: str) -> tuple[Bucket, ...]:
    """Replace the set of buckets; cases are put into theirs by the reader of the fact (`enrolling`).

    Raises:
        BadInput: a gap, an overlap or a code twice. Conflict: a campaign still works a bucket that would go.
    """
    codes = [bucket.code for bucket in buckets]
    if len(set(codes)) != len(codes):
        raise BadInput("buckets_twice", "Two buckets have one code.", {"buckets": "a code stands twice"})
    ordered = check_buckets(list(buckets))
    async with ground.database.transaction() as session:
        gone = {bucket.code for bucket in await all_buckets(session)} - set(codes)
        working = [row for row in await campaigns_in_buckets(session, gone) if row.state != CampaignState.DRAFT.value]
        if working:
            details = {row.bucket: row.name for row in working}
            raise Conflict("bucket_in_use", "A campaign still works a bucket that would go.", details)
        await replace_buckets(session, ordered)
        now = ground.clock.now()
        edited = BucketsEdited(at=now, actor=actor, codes=tuple(bucket.code for bucket in ordered))
        await ground.journal.append(session, edited)
    return ordered


async def put_in_first_buckets(ground: Ground) -> None:
    """Give a new installation the packaged buckets; a set that is there stays as it is."""
    async with ground.database.transaction() as session:
        is_new = not await all_buckets(session)
    if is_new:
        await edit_buckets(ground, load_buckets(), actor="system")


async def _locked(session: AsyncSession, campaign_id: UUID) -> Campaign:
    campaign = await campaign_for_update(session, campaign_id)
    if campaign is None:
        raise _no_campaign()
    return campaign


async def _refuse_problems(session: AsyncSession, books: Books, campaign: Campaign, *, on: date) -> None:
    problems = await problems_of(session, books, campaign, on=on)
    if problems:
        details = {problem.field: problem.en for problem in problems}
        raise Conflict("check_failed", "The check does not pass: " + " ".join(details.values()), details)


async def _replace_teams(session: AsyncSession, campaign_id: UUID, teams: Collection[UUID]) -> bool:
    unknown = set(teams) - await known_teams(session, teams)
    if unknown:
        raise NotFound("unknown_team", "There is no such team.", {"teams": ", ".join(sorted(map(str, unknown)))})
    before = {team.id for team in await teams_of(session, campaign_id)}
    if before == set(teams):
        return False
    await set_teams(session, campaign_id, teams)
    return True


async def _refuse_taken_name(session: AsyncSession, campaign: Campaign) -> None:
    with session.no_autoflush:
        other = await campaign_named(session, campaign.name)
    if other is not None and other.id != campaign.id:
        raise Conflict("name_taken", "Another campaign has this name.", {"name": "taken"})


def _no_campaign() -> NotFound:
    return NotFound("unknown_campaign", "There is no such campaign.")
