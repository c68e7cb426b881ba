"""The price of an abandoned call, steered so that a day ends just under its ceiling.

The price says how many losses one spared second of an idle agent is worth. A steady price buys the most talk for a
given number of losses, so it moves slowly, after what the outlook foretells rather than after the few losses that
happen; these correct the foretelling. A brake holds where the path of the day leaves the room that chance needs.
"""

import math
from dataclasses import dataclass, field

from campaigns.pace.laws import Laws
from campaigns.pace.reading import Counts, PaceRules
from config.frozen import replace

FIRST, LEAST, MOST = 0.001, 0.00005, 0.03
"""Losses worth one agent-second. At 0.001, ten seconds of idleness are worth a chance of one in a hundred of a loss."""
SETTLING_S = 1800.0
"""The beginning of a day, in which the price may move faster."""
MEMORY_ANSWERS = 100.0
LEAST_MEMORY_S, MOST_MEMORY_S = 60.0, 900.0
"""The foretold share is that of about a hundred answers, so that chance does not move the price."""
FIRST_SLOWNESS, SLOWNESS = 2.0, 3.0
"""How many memories a full correction takes, at first and later; faster, and the price would swing."""
TRUTH_MEMORIES, MOST_TRUTH_S = 20.0, 5400.0
"""How long real losses are held against foretold ones, which are biased for as long as an hour is unlike others."""
TRUSTED_LOSSES = 20.0
"""Real losses that weigh as much as the outlook's own foretelling."""
LEAST_AIM, MOST_AIM, MOST_AIM_OF_MANY, MANY = 0.4, 1.1, 1.5, 100.0
"""Within what factors of the ceiling the rest of a day may aim: unspent budget is not spent in a rush."""
ROOM_DEVIATIONS = 2.0
"""How far the day's path may leave its straight line, in standard deviations of what is still to come."""
SOFT_PART = 0.15
"""Where a smaller part of that room is left, the price sinks with it."""
LOST_ANYWAY = 0.002
"""The share of the answers still to come that is lost even under the brake."""
END_ROOM = 0.3
SURENESS = 0.7
"""Deviations of the number of persons among the lost calls that are taken as lost."""
UNSURE_SHARE = 0.02
"""What the guess of who was on a lost call may be wrong by as a whole, as a share of its variance."""
FIRST_PERSONS, FIRST_CALLS = 9.5, 10.0
"""Who calls reach before any has ended: mostly persons, since machines are found out."""
LEAST_ANSWERS = 30.0
MARGIN_SHARE = 0.0004
DETECTION_DEVIATIONS = 0.4
"""Persons taken for machines vary by chance; so many standard deviations of a day's number are kept free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price and what it is steered by.

    `live` and `lost` are persons since the day began; `lost_calls` and their variance count whoever was on the line.
    `share_lost` over `share_answers` is the foretold share of late; `recent_lost` and `recent_foretold` what came true.
    """

    log_price: float = math.log(FIRST)
    is_braked: bool = False
    live: float = 0.0
    lost: float = 0.0
    doubt: float = 0.0
    counts: Counts = field(default_factory=Counts)
    share_lost: float = 0.0
    share_answers: float = 0.0
    recent_lost: float = 0.0
    recent_foretold: float = 0.0
    memory_s: float = MOST_MEMORY_S

    @property
    def value(self) -> float:
        return math.exp(self.log_price)

    @property
    def foretold_share(self) -> float:
        return (self.share_lost + 0.04) / (self.share_answers + 2.0)

    @property
    def _spent(self) -> float:
        """Return how many persons to take as lost: a bit more than the guess of who was on the lost calls."""
        return self.lost + SURENESS * math.sqrt(self.doubt) + UNSURE_SHARE * self.doubt

    @property
    def truth(self) -> float:
        """Return how many losses come true of one that is foretold."""
        found = (self.recent_lost + TRUSTED_LOSSES) / (self.recent_foretold + TRUSTED_LOSSES)
        return max(0.25, min(4.0, found))

    def counted(self, seconds: float, counts: Counts, laws: Laws, *, at_s: float, person_share: float) -> "Price":
        """Return the price with what has happened since: lost calls are persons' with `person_share`."""
        persons = laws.person.value * (counts.to_agent - self.counts.to_agent)
        dropped = counts.dropped - self.counts.dropped
        live = counts.to_agent * _persons_of(counts)
        memory_s = max(LEAST_MEMORY_S, min(MOST_MEMORY_S, MEMORY_ANSWERS * max(at_s, 60.0) / max(live, 1e-3)))
        kept = math.exp(-seconds / min(TRUTH_MEMORIES * memory_s, MOST_TRUTH_S))
        foretold = persons * self.share_lost / self.share_answers if self.share_answers > 0.5 else 0.0
        return replace(
            self,
            live=live,
            lost=self.lost + dropped * person_share,
            doubt=self.doubt + dropped * person_share * (1 - person_share),
            counts=counts,
            recent_lost=self.recent_lost * kept + dropped * person_share,
            recent_foretold=self.recent_foretold * kept + foretold,
            memory_s=memory_s,
        )

    def steered(self, seconds: float, rules: PaceRules, *, at_s: float) -> "Price":
        """Return the price moved towards the one whose foretold share of losses the rest of the day may aim at."""
        if at_s < 60 or self.share_answers <= 0:
            return self
        wanted = self._aim(rules, at_s) / (self.truth * self.foretold_share)
        error = max(-1.5, min(0.0 if self.is_braked else 1.0, math.log(wanted)))
        slowness = FIRST_SLOWNESS if at_s < SETTLING_S else SLOWNESS
        moved = self.log_price + seconds * error / (slowness * self.memory_s)
        return replace(self, log_price=max(math.log(LEAST), min(math.log(MOST), moved)))

    def left(self, rules: PaceRules, *, at_s: float, foretold: float) -> tuple[float, float]:
        """Return how many persons may still be lost before the brake holds, and below how many it sets in.

        `foretold` losses of the calls in flight count as lost. The path of the day leaves room for chance, but never
        for more than what is still to come can be trusted to make good.
        """
        live, by_end, done = self._answers(rules), self._by_end(rules, at_s), min(1.0, at_s / rules.day_s)
        share, to_come = _share(rules, by_end), by_end * (1 - done)
        room = ROOM_DEVIATIONS * math.sqrt(share * to_come)
        spent = self._spent + foretold
        trusted = max(0.0, share - LOST_ANYWAY) * to_come
        return share * live + min(room, trusted) + END_ROOM - spent, SOFT_PART * (room + 1.0)

    def noted(self, seconds: float, *, lost: float, answers: float, is_braked: bool) -> "Price":
        """Return the price with one outlook noted; what is foretold under the brake tells nothing of the price."""
        if is_braked:
            return replace(self, is_braked=True)
        kept = math.exp(-seconds / self.memory_s)
        return replace(
            self,
            is_braked=False,
            share_lost=self.share_lost * kept + lost * (1 - kept),
            share_answers=self.share_answers * kept + answers * (1 - kept),
        )

    def _answers(self, rules: PaceRules) -> float:
        return self.live / (1 - rules.lost_to_detection)

    def _by_end(self, rules: PaceRules, at_s: float) -> float:
        return max(LEAST_ANSWERS, self._answers(rules) / max(min(1.0, at_s / rules.day_s), 0.1))

    def _aim(self, rules: PaceRules, at_s: float) -> float:
        by_end = self._by_end(rules, at_s)
        share = _share(rules, by_end)
        aim = (share * by_end + END_ROOM - self._spent) / max(5.0, by_end - self._answers(rules))
        budget = share * by_end
        many = budget * budget / (budget * budget + MANY * MANY)
        most = MOST_AIM + (MOST_AIM_OF_MANY - MOST_AIM) * many
        return max(LEAST_AIM * share, min(most * share, aim))


def _share(rules: PaceRules, by_end: float) -> float:
    """Return the share that pacing itself may lose of so many answers, less margins for what it cannot see."""
    margin = MARGIN_SHARE + DETECTION_DEVIATIONS * math.sqrt(rules.lost_to_detection / by_end)
    return max(1e-4, rules.ceiling_share - rules.lost_to_detection - margin)


def _persons_of(counts: Counts) -> float:
    """Return the share of persons among the calls that came to need an agent, from those that agents have ended."""
    return (counts.live_done + FIRST_PERSONS) / (counts.live_done + counts.machine_done + FIRST_CALLS)
