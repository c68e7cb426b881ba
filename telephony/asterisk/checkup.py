"""What a switch has to be for Ringfence to dial through it, judged from what it answered, in plain words.

Pure: `checking` asks. Each finding is right, wrong, or doubtful: it works, and somebody should look at it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from telephony.asterisk.dialplan import HEARD, SEAT_PREFIX, AgentExten, CallExten, Context, EarExten, ThirdExten

Verdict = Literal["right", "doubtful", "wrong"]

OLDEST: Final = 20
TRIED: Final = (20, 22)
MOST_SKEW_S: Final = 2.0
SLOW_CALL_S: Final = 1.0

NEEDED: Final = frozenset({
    "Bridge", "CoreSettings", "CoreShowChannels", "Getvar", "Hangup", "MixMonitorMute", "Originate", "Ping",
    "PlayDTMF", "Redirect", "Setvar", "ShowDialPlan", "StopMixMonitor",
})  # fmt: skip
"""Actions of AMI that the product uses."""

DANGEROUS: Final = frozenset({
    "Command", "CreateConfig", "DBDel", "DBDelTree", "DBPut", "DialplanExtensionAdd", "GetConfig", "ModuleLoad",
    "Reload", "UpdateConfig",
})  # fmt: skip
"""Actions by which somebody who has the password could take the machine, or change its files."""

MODULES: Final = (
    "app_amd", "app_bridgeaddchan", "app_chanspy", "app_mixmonitor", "app_playback", "app_playtones", "app_userevent",
    "bridge_simple", "bridge_softmix", "chan_pjsip", "codec_ulaw", "func_channel", "res_pjsip_sdp_rtp",
    "res_pjsip_transport_websocket", "res_rtp_asterisk", "res_srtp",
)  # fmt: skip

UNWANTED: Final = ("app_dial", "app_originate", "app_system", "func_shell", "res_agi")
"""Modules by which a dialplan can start calls or programs; ours does without."""

PLACES: Final[Mapping[Context, frozenset[str]]] = {
    Context.CALL: frozenset(CallExten),
    Context.SEAT: frozenset({f"_{SEAT_PREFIX}."}),
    Context.EAR: frozenset(EarExten),
    Context.THIRD: frozenset(ThirdExten),
    Context.AGENT: frozenset(AgentExten),
    Context.INBOUND: frozenset({"_[+0-9]!"}),
}
"""Every extension that has to be there."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a switch answered; times in seconds. `call_s` is None if the test call did not come through."""

    version: str
    actions: frozenset[str]
    modules: Mapping[str, bool]
    extensions: Mapping[Context, frozenset[str]]
    carriers: Mapping[str, str]
    heard: frozenset[str] = field(default_factory=frozenset)
    skew_s: float = 0.0
    call_s: float | None = None


def findings(answers: Answers) -> list[Finding]:
    """Judge everything, in the order in which a person would put it right."""
    return [
        _version(answers.version),
        _rights(answers.actions),
        _modules(answers.modules),
        _dialplan(answers.extensions),
        _filter(answers.heard),
        _clock(answers.skew_s),
        *(_carrier(name, state) for name, state in answers.carriers.items()),
        _call(answers.call_s),
    ]


def is_ready(found: Sequence[Finding]) -> bool:
    """Say whether nothing is wrong."""
    return all(finding.verdict != "wrong" for finding in found)


def _version(version: str) -> Finding:
    words = version.removeprefix("certified/").partition(".")[0]
    major = int(words) if words.isdecimal() else 0
    if major < OLDEST:
        return Finding(what="version", verdict="wrong", sentence=f"It is {version or 'unknown'}; {OLDEST} is needed.")
    if not TRIED[0] <= major <= TRIED[1]:
        return Finding(what="version", verdict="doubtful", sentence=f"It is {version}; nobody has tried that.")
    return Finding(what="version", verdict="right", sentence=f"It is {version}.")


def _rights(actions: frozenset[str]) -> Finding:
    missing, surplus = sorted(NEEDED - actions), sorted(DANGEROUS & actions)
    if missing:
        sentence = f"The AMI user may not {', '.join(missing)}. It needs: write = call,originate,reporting."
        return Finding(what="rights", verdict="wrong", sentence=sentence)
    if surplus:
        sentence = f"The AMI user may more than it needs: {', '.join(surplus)}. Take away command, system and config."
        return Finding(what="rights", verdict="doubtful", sentence=sentence)
    return Finding(what="rights", verdict="right", sentence="The AMI user may start and steer calls, and nothing else.")


def _modules(modules: Mapping[str, bool]) -> Finding:
    missing = [name for name in MODULES if not modules.get(name)]
    surplus = [name for name in UNWANTED if modules.get(name)]
    if missing:
        return Finding(what="modules", verdict="wrong", sentence=f"These are not loaded: {', '.join(missing)}.")
    if surplus:
        sentence = f"A dialplan could start calls or programs by {', '.join(surplus)}; Ringfence does without."
        return Finding(what="modules", verdict="doubtful", sentence=sentence)
    return Finding(what="modules", verdict="right", sentence="All that are needed are loaded.")


def _dialplan(extensions: Mapping[Context, frozenset[str]]) -> Finding:
    missing = [
        f"{exten}@{context}"
        for context, wanted in PLACES.items()
        for exten in sorted(wanted - extensions.get(context, frozenset()))
    ]
    if missing:
        sentence = f"The dialplan lacks {', '.join(missing)}. Render it anew: ringfence asterisk render."
        return Finding(what="dialplan", verdict="wrong", sentence=sentence)
    return Finding(what="dialplan", verdict="right", sentence="Every place where a leg waits is there.")


def _filter(heard: frozenset[str]) -> Finding:
    if "FullyBooted" not in heard:
        sentence = "The filter of events leaves out FullyBooted, without which a link never opens."
        return Finding(what="filter", verdict="wrong", sentence=sentence)
    surplus = sorted(heard - set(HEARD))
    if surplus:
        sentence = f"It tells more than is listened to: {', '.join(surplus)}. That costs processor time."
        return Finding(what="filter", verdict="doubtful", sentence=sentence)
    return Finding(what="filter", verdict="right", sentence="It tells what is listened to, and nothing else.")


def _clock(skew_s: float) -> Finding:
    if abs(skew_s) > MOST_SKEW_S:
        direction = "before" if skew_s > 0 else "behind"
        sentence = f"The switch's clock is {abs(skew_s):.1f} s {direction} ours. Let both follow NTP."
        return Finding(what="clock", verdict="doubtful", sentence=sentence)
    return Finding(what="clock", verdict="right", sentence="Its clock and ours agree.")


def _carrier(name: str, state: str) -> Finding:
    if state in {"INVALID", "UNKNOWN", ""}:
        return Finding(what=f"carrier {name}", verdict="wrong", sentence="The switch does not know this carrier.")
    if state == "UNAVAILABLE":
        sentence = "It does not answer the switch. Look at its address, the port and the firewall."
        return Finding(what=f"carrier {name}", verdict="wrong", sentence=sentence)
    return Finding(what=f"carrier {name}", verdict="right", sentence="It answers.")


def _call(call_s: float | None) -> Finding:
    if call_s is None:
        sentence = "A call inside the switch, which reaches nobody, did not come through."
        return Finding(what="test call", verdict="wrong", sentence=sentence)
    verdict: Verdict = "doubtful" if call_s > SLOW_CALL_S else "right"
    sentence = f"A call inside the switch, which reaches nobody, came through in {call_s * 1000:.0f} ms."
    return Finding(what="test call", verdict=verdict, sentence=sentence)
