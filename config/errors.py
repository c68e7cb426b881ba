"""The kinds of errors a caller may meet: refusals a person is told, and failures of the outside.

A third kind, our own bug, is an assertion or any other exception; only the supervisor sees those.
"""

from typing import Literal

Effect = Literal["impossible", "certain", "unknown"]


class Refusal(Exception):
    """An expected refusal: `code` for programs, one human `sentence`, `details` by field.

    Texts carry no personal data: they may be logged.
    """

    status = 400

    def __init__(self, code: str, sentence: str, details: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.details = details or {}


class BadInput(Refusal):
    """What was sent does not have the right form; `details` names each field."""

    status = 422


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    status = 401


class NotAllowed(Refusal):
    """The person is known, but their role does not allow this."""

    status = 403


class NotFound(Refusal):
    """No such thing, or nothing the person may see."""

    status = 404


class Conflict(Refusal):
    """The thing is in a state that does not allow this now."""

    status = 409


class ProviderFailed(Exception):
    """The outside failed; `effect` says whether the asked effect is impossible, certain or unknown."""

    def __init__(self, sentence: str, *, effect: Effect) -> None:
        super().__init__(sentence)
        self.effect = effect
