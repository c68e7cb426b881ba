"""Judge one contact by all rules at once, and find the first instant at which all of them permit.

Any denial denies; none is skipped, so the strictest wins and a further rule can only take away. Which rules are
handed in (law, house, creditor, campaign) is the caller's matter. A kind of rule is one file and one line here.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from campaigns.rules.case import Case
from campaigns.rules.consent import check_consent_required, check_opt_out, read_consent_required, read_opt_out
from campaigns.rules.duties import (
    read_abandoned_rate_cap,
    read_caller_number,
    read_content,
    read_informational,
    read_recording_consent,
    read_retention,
)
from campaigns.rules.fields import Fields
from campaigns.rules.frequency import (
    check_frequency,
    read_attempt_cap,
    read_channel_exclusive,
    read_cooldown_after,
    read_min_gap,
    read_redial_needs_agent,
)
from campaigns.rules.hours import check_allowed_hours, check_stated_times, read_allowed_hours, read_stated_times
from campaigns.rules.notices import check_notice_wait, read_notice_wait
from campaigns.rules.prohibitions import (
    check_block_flag,
    check_media_refused,
    check_min_days_past_due,
    check_number_fact_block,
    check_party_forbidden,
    check_place_block,
    check_third_party_contact,
    read_block_flag,
    read_media_refused,
    read_min_days_past_due,
    read_number_fact_block,
    read_party_forbidden,
    read_place_block,
    read_third_party_contact,
)
from campaigns.rules.proposal import PastContact, Person, Proposal
from campaigns.rules.rule import Rule, matching_rules, shape_of
from campaigns.rules.sentences import sentence
from campaigns.rules.verdict import Denial, NextKind, Reason, Verdict
from campaigns.rules.windows import HORIZON_DAYS

Check = Callable[[Any, Case, datetime], Denial | None]
Asked = Sequence[tuple[Rule, Check]]


class Kind(NamedTuple):
    """`read` compiles a row's params or raises BadInput; `check(terms, case, at)` answers with a Denial or None.

    Without `check` the kind is a duty that decides no contact (see `duties`). `needs` names the facts of a person
    without which it never denies, so that most rules need not be asked about most persons.
    """

    read: Callable[[Fields], Any]
    check: Check | None = None
    needs: str | None = None


KINDS = {
    "allowed_hours": Kind(read_allowed_hours, check_allowed_hours),
    "stated_times": Kind(read_stated_times, check_stated_times, "stated_times"),
    "attempt_cap": Kind(read_attempt_cap, check_frequency),
    "cooldown_after": Kind(read_cooldown_after, check_frequency),
    "min_gap": Kind(read_min_gap, check_frequency),
    "block_flag": Kind(read_block_flag, check_block_flag, "holds"),
    "media_refused": Kind(read_media_refused, check_media_refused, "refused_media"),
    "place_block": Kind(read_place_block, check_place_block),
    "number_fact_block": Kind(read_number_fact_block, check_number_fact_block),
    "third_party_contact": Kind(read_third_party_contact, check_third_party_contact),
    "opt_out": Kind(read_opt_out, check_opt_out, "opt_outs"),
    "consent_required": Kind(read_consent_required, check_consent_required),
    "notice_wait": Kind(read_notice_wait, check_notice_wait),
    "min_days_past_due": Kind(read_min_days_past_due, check_min_days_past_due),
    "party_forbidden": Kind(read_party_forbidden, check_party_forbidden),
    "channel_exclusive": Kind(read_channel_exclusive, check_frequency),
    "redial_needs_agent": Kind(read_redial_needs_agent, check_frequency),
    "abandoned_rate_cap": Kind(read_abandoned_rate_cap),
    "content": Kind(read_content),
    "caller_number": Kind(read_caller_number),
    "recording_consent": Kind(read_recording_consent),
    "retention": Kind(read_retention),
    "informational": Kind(read_informational),
}

TIME_OF_DAY = frozenset({"outside_hours", "stated_time"})


def judge(proposal: Proposal, person: Person, history: Sequence[PastContact], rules: tuple[Rule, ...]) -> Verdict:
    """Return the verdict on a contact that would start at `proposal.at`.

    `history` is every earlier contact with the person, on any number, debt, channel or campaign, in any order,
    pending ones included. `rules` come from `Rulebook.rules_for` and `campaign_rules`; keep the tuple's elements
    between calls, their filters are remembered. The next instant is looked for only on a refusal, at most
    HORIZON_DAYS beyond the last hold or count. Pure: the same arguments give the same verdict.
    """
    at = proposal.at
    case = Case(proposal, person, history)
    matching = matching_rules(rules, shape_of(proposal))
    versions = tuple([rule.version for rule in matching if rule.is_in_force(at)])
    asked = _asked(matching, person)
    denials = _denials(asked, case, at)
    if not denials:
        return Verdict(True, at, (), at, "now", versions)  # noqa: FBT003 - the verdict itself
    next_kind, next_at = _next_allowed(asked, case, at, [denial for _, denial in denials])
    return Verdict(
        allowed=False,
        at=at,
        reasons=tuple(_reason(rule, denial) for rule, denial in denials),
        next_allowed_at=next_at,
        next_kind=next_kind,
        rule_versions=versions,
    )


def first_denial(
    proposal: Proposal, person: Person, history: Sequence[PastContact], rules: tuple[Rule, ...], *, at: datetime
) -> Rule | None:
    """Return the rule that would be reported at `at`, None when all permit: the cheap form, for counting many."""
    case = Case(proposal, person, history)
    for rule, check in _asked(matching_rules(rules, shape_of(proposal)), person):
        if rule.is_in_force(at) and check(rule.terms, case, at) is not None:
            return rule
    return None


def is_duty(rule: Rule) -> bool:
    """Say whether a rule decides no contact; see `duties`."""
    return KINDS[rule.kind].check is None


def _asked(rules: tuple[Rule, ...], person: Person) -> Asked:
    """Return the rules that could deny a contact with this person, each with its check."""
    found = []
    for rule in rules:
        _, check, needs = KINDS[rule.kind]
        if check is not None and (needs is None or getattr(person, needs)):
            found.append((rule, check))
    return found


def _denials(asked: Asked, case: Case, at: datetime) -> list[tuple[Rule, Denial]]:
    found = []
    for rule, check in asked:
        if rule.is_in_force(at):
            denial = check(rule.terms, case, at)
            if denial is not None:
                found.append((rule, _ending_with(rule, denial)))
    return found


def _ending_with(rule: Rule, denial: Denial) -> Denial:
    """A denial ends at the latest with its rule."""
    if rule.effective_to is None:
        return denial
    end = datetime.combine(rule.effective_to, time(), UTC) + timedelta(days=1)
    if denial.until is not None and denial.until <= end:
        return denial
    return Denial(denial.code, end, "time", denial.params)


def _next_allowed(asked: Asked, case: Case, at: datetime, denials: list[Denial]) -> tuple[NextKind, datetime | None]:
    """Move to the latest opening of the denying rules until none denies.

    No rule permits before its own `until` unless a consent or a notice that is on record begins meanwhile, so the
    next of all these is a lower bound and nothing is passed over. The horizon runs from the end of the last hold or
    count: a moratorium of half a year has an end all the same.
    """
    last = at + timedelta(days=HORIZON_DAYS)
    beginnings = _beginnings(case.person, at)
    while denials:
        ends = [denial.until for denial in denials if denial.until is not None and denial.code not in TIME_OF_DAY]
        last = max([last, *(end + timedelta(days=HORIZON_DAYS) for end in ends)])
        next_kind, opening = _latest_opening(denials, last)
        begins = next((begin for begin in beginnings if begin > at), None)
        if begins is not None and begins <= last and (opening is None or begins < opening):
            opening = begins
        if opening is None:
            return next_kind, None
        assert opening > at, "a denial must end after it begins"
        at = opening
        denials = [denial for _, denial in _denials(asked, case, at)]
    return "at", at


def _latest_opening(denials: list[Denial], last: datetime) -> tuple[NextKind, datetime | None]:
    if any(denial.until is None and denial.lifted_by != "time" for denial in denials):
        return "on_new_fact", None
    openings = [denial.until for denial in denials if denial.until is not None]
    if len(openings) < len(denials) or max(openings) > last:
        return "nothing_possible", None
    return "at", max(openings)


def _beginnings(person: Person, at: datetime) -> list[datetime]:
    """Return when the facts begin that permit and lie ahead (a consent from Monday on), in order."""
    ahead = [consent.at for consent in person.consents if consent.at > at]
    ahead += [notice.sent_at for notice in person.notices if notice.sent_at > at]
    return sorted(ahead)


def _reason(rule: Rule, denial: Denial) -> Reason:
    return Reason(
        rule_id=rule.id,
        rank=rule.rank,
        code=denial.code,
        sentence=sentence(denial.code, denial.params, language="en"),
        until=denial.until,
        lifted_by=denial.lifted_by,
        params=denial.params,
    )
