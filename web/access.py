"""Who comes in: the session cookie, the rights of a role, and how often somebody may try a password.

Rights are asked on the server for every endpoint; a missing right denies. Finding users is `crm/signing_in.py`.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from config.clock import Clock
from config.database import Database
from config.errors import NotAllowed, NotSignedIn, Refusal
from config.settings import Settings
from crm.signing_in import Limits, Passwords, who_is
from crm.staff import RIGHTS, Right, Role
from web.person import SignedInPerson

TRIES_OF_LOGIN = 8
"""Failures of one login from one address in `WINDOW_S`; others with the same login are not locked out."""
TRIES_OF_ADDRESS = 60
"""Failures of one address in `WINDOW_S`: a whole floor may sit behind one address."""
WINDOW_S = 300.0
KEYS_KEPT = 10_000


class TooManyTries(Refusal):
    """Somebody tries passwords too fast."""

    status = 429


@dataclass(slots=True)
class Tries:
    """Failed tries by key within a sliding window; the least recently used keys are forgotten first."""

    _failed: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def count(self, key: str, now: float) -> int:
        failed = self._failed.get(key)
        if failed is None:
            return 0
        while failed and failed[0] <= now - WINDOW_S:
            failed.popleft()
        return len(failed)

    def add(self, key: str, now: float) -> None:
        failed = self._failed.setdefault(key, deque(maxlen=TRIES_OF_ADDRESS))
        failed.append(now)
        self._failed.move_to_end(key)
        if len(self._failed) > KEYS_KEPT:
            self._failed.popitem(last=False)

    def forget(self, key: str) -> None:
        self._failed.pop(key, None)


class Door:
    """Lets people in: knows sessions, counts failed tries, sets and clears the cookie."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tries = Tries()
        self.passwords = Passwords()
        self.port: int | None = None
        """The port that pages are served on, once they are."""
        self.is_https = (settings.public_url or "").startswith("https://")
        self.cookie = "__Host-ringfence_session" if self.is_https else "ringfence_session"
        self.limits = Limits(
            idle=timedelta(minutes=settings.session_idle_minutes),
            longest=timedelta(hours=settings.session_max_hours),
            link=timedelta(minutes=settings.sign_in_link_minutes),
        )

    async def find(self, connection: HTTPConnection) -> SignedInPerson:
        """Find who is behind a request or socket.

        Raises:
            NotSignedIn: nobody, or the session has ended.
        """
        secret = connection.cookies.get(self.cookie)
        if not secret:
            raise NotSignedIn("not_signed_in", "Please sign in.")
        async with self._database.transaction() as session:
            signed_in, user = await who_is(session, secret, self.limits, now=self._clock.now())
        role = Role(user.role)
        return SignedInPerson(
            user_id=user.id,
            login=user.login,
            display_name=user.display_name,
            role=role,
            rights=RIGHTS[role],
            language=user.language,
            session=signed_in.secret_hash,
            ends_at=signed_in.expires_at,
        )

    def check_tries(self, login: str, address: str) -> None:
        """Raise TooManyTries while there were too many failures lately; a try that is refused here is not counted."""
        now = self._clock.monotonic()
        login_key, address_key = _keys(login, address)
        if (
            self._tries.count(login_key, now) >= TRIES_OF_LOGIN
            or self._tries.count(address_key, now) >= TRIES_OF_ADDRESS
        ):
            sentence = "Too many wrong passwords from here. Wait five minutes, or ask for a sign-in link."
            raise TooManyTries("too_many_tries", sentence, {"retry_after_s": str(int(WINDOW_S))})

    def count_failure(self, login: str, address: str) -> None:
        for key in _keys(login, address):
            self._tries.add(key, self._clock.monotonic())

    def count_success(self, login: str, address: str) -> None:
        self._tries.forget(_keys(login, address)[0])

    def let_in(self, response: Response, secret: str) -> None:
        """Set the session's cookie; scripts cannot read it and other sites cannot send it."""
        response.set_cookie(
            self.cookie,
            secret,
            max_age=int(self.limits.longest.total_seconds()),
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="strict",
        )

    def let_out(self, response: Response) -> None:
        """Clear the cookie, and what the browser has kept."""
        response.delete_cookie(self.cookie, path="/", secure=self.is_https, httponly=True, samesite="strict")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'


def check_right(person: SignedInPerson, right: Right | None) -> None:
    """Raise NotAllowed if the role lacks the right; None asks only that somebody is signed in."""
    if right is not None and right not in person.rights:
        raise NotAllowed("not_allowed", "Your role does not allow this.", {"right": right.value})


def base_url(settings: Settings, *, port: int | None = None) -> str:
    """Return the address under which a browser reaches this server, without a slash at the end.

    `port` is the one that was taken where the settings ask for any free one; while that is not known the answer is
    empty, and what follows it is a path.
    """
    if settings.public_url is not None:
        return settings.public_url.rstrip("/")
    shown = settings.port or port
    if not shown:
        return ""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{shown}"


def address_of(connection: HTTPConnection) -> str:
    """Return the client's address; behind a trusted proxy the server has already put the real one there."""
    return connection.client.host if connection.client else "unknown"


def _keys(login: str, address: str) -> tuple[str, str]:
    return f"login {login.strip().lower()[:100]} {address}", f"address {address}"
