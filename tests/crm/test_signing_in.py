"""Passwords and secrets: how they are stored, and which are refused."""

import pytest

from config.errors import BadInput
from config.ids import SeededIds
from crm.signing_in import Passwords, check_password_rules, hash_secret, user_named
from tests.conftest import EPOCH


async def test_passwords_are_stored_as_argon2id_of_at_least_the_recommended_strength() -> None:
    """A stolen table gives no password: Argon2id with 64 MB, three passes, and a salt of its own for each."""
    passwords = Passwords()
    first, second = (
        await passwords.hash("seven unrelated grey herons"),
        await passwords.hash("seven unrelated grey herons"),
    )
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=")
    assert first != second
    assert await passwords.matches(first, "seven unrelated grey herons")
    assert not await passwords.matches(first, "seven unrelated grey heron")


async def test_nothing_matches_when_there_is_no_password() -> None:
    """A user without a password cannot sign in with any, not even an empty one; nor with a broken hash."""
    passwords = Passwords()
    assert not await passwords.matches(None, "")
    assert not await passwords.matches("not a hash", "not a hash")


@pytest.mark.parametrize("password", ["ringfence-2026!", "annika-was-here", "aaaaaaaaaaaaaa", "my-Password-99"])
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    """Those with the login, a common part or few different signs are refused, and named as the field."""
    user = user_named("annika", "agent", "Annika", user_id=SeededIds(1).new(), now=EPOCH)
    with pytest.raises(BadInput) as caught:
        check_password_rules(password, user)
    assert set(caught.value.details) == {"new_password"}


def test_an_uncommon_password_is_taken() -> None:
    """Several unrelated words are a good password."""
    user = user_named("annika", "agent", "Annika", user_id=SeededIds(1).new(), now=EPOCH)
    check_password_rules("seven unrelated grey herons", user)


def test_a_secret_is_stored_as_its_hash() -> None:
    """The stored form is the SHA-256 in hex."""
    assert hash_secret("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
