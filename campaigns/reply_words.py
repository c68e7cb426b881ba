"""What a reply by text clearly says, by the packaged list of words; and what needs a person to read it.

Pure. The single words that stop or start texts by law are known to `telephony.messages`; what follows is done by
`taking_replies`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from campaigns.contact_facts import ContactFact, HoldFact, NumberFact, OptOutFact
from config.documents import Document, packaged
from crm.attempts import Channel
from crm.holds import HoldKind

MEANINGS = frozenset({"stop_texts", "stop_calls", "stop_contact", "wrong_number", "attorney", "bankruptcy", "disputed"})
LANGUAGES = ("en", "es", "zh")
HOLDS = {
    "stop_contact": HoldKind.CEASE_COMMUNICATION,
    "attorney": HoldKind.REPRESENTED_BY_ATTORNEY,
    "bankruptcy": HoldKind.BANKRUPTCY,
    "disputed": HoldKind.DISPUTED,
}
LONGEST_READ = 2000
FILE = "replies.toml"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a person should read a text for, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """Phrases as `plain` writes them, each with its meaning; and words with what they speak of."""

    meanings: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, Subject], ...]

    def meanings_of(self, text: str) -> tuple[str, ...]:
        """Return what a text clearly says, each once, in the order of the list."""
        said = plain(text)
        return tuple(dict.fromkeys(meaning for phrase, meaning in self.meanings if _stands_in(phrase, said)))

    def subjects_of(self, text: str) -> tuple[Subject, ...]:
        """Return what a text speaks of that a person should see."""
        said = plain(text)
        return tuple(dict.fromkeys(subject for phrase, subject in self.subjects if _stands_in(phrase, said)))


def load_reply_words() -> ReplyWords:
    """Read the packaged list.

    Raises:
        BadInput: names file, row and field.
    """
    root = packaged(FILE)
    meanings: list[tuple[str, str]] = []
    for row in root.rows("replies"):
        meaning = row.text("means", allowed=MEANINGS)
        meanings += [(plain(phrase), meaning) for phrase in _phrases(row)]
    subjects: list[tuple[str, Subject]] = []
    for row in root.rows("look"):
        subject = Subject(row.text("en"), row.text("zh"))
        subjects += [(plain(word), subject) for word in row.texts("words")]
        row.finish()
    root.finish()
    return ReplyWords(tuple(meanings), tuple(subjects))


def facts_of(meaning: str, point_id: UUID) -> tuple[ContactFact, ...]:
    """Return what is recorded of a person who wrote this from one of their numbers.

    A dispute that names no account is about all of them.
    """
    match meaning:
        case "stop_texts":
            return (OptOutFact(channel=Channel.SMS.value, contact_point_id=point_id),)
        case "stop_calls":
            return (OptOutFact(channel=Channel.PHONE.value),)
        case "wrong_number":
            return (NumberFact(contact_point_id=point_id, kind="wrong_number"),)
        case _:
            return (HoldFact(kind=HOLDS[meaning].value, whole_person=True),)


def plain(text: str) -> str:
    """Write a text without case, accents, apostrophes and punctuation, words apart by one blank."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST_READ]).casefold()
    kept = (sign for sign in folded if sign not in "'\u2019\u02bc`" and not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def _stands_in(phrase: str, said: str) -> bool:
    if phrase.isascii():
        return f" {phrase} " in f" {said} "
    return phrase.replace(" ", "") in said.replace(" ", "")


def _phrases(row: Document) -> Iterable[str]:
    found = [phrase for language in LANGUAGES for phrase in row.texts(language)]
    row.finish()
    return found
