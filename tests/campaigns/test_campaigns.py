"""The states of a campaign: what may follow what."""

import pytest

from campaigns.campaigns import MOVES, CampaignState, move
from config.errors import Conflict


@pytest.mark.parametrize("state", CampaignState)
@pytest.mark.parametrize("to", CampaignState)
def test_only_the_moves_of_the_table_are_made(state: CampaignState, to: CampaignState) -> None:
    """A draft cannot be halted, a halted campaign cannot drain."""
    if to in MOVES[state]:
        assert move(state, to) is to
        return
    with pytest.raises(Conflict):
        move(state, to)


def test_a_started_campaign_can_always_be_stopped_and_never_become_a_draft() -> None:
    """Whatever it does, dialing can be halted at once; its history is not hidden."""
    started = set(CampaignState) - {CampaignState.DRAFT}
    assert all(CampaignState.HALTED in MOVES[state] for state in started - {CampaignState.HALTED})
    assert not any(CampaignState.DRAFT in targets for targets in MOVES.values())
