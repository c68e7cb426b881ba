"""A text line that leads nowhere: for a floor whose switch carries voice only, every text is refused at once.

Nothing leaves the house, so a refused text counts as no contact and is not tried again.
"""

import asyncio

from config.errors import ProviderFailed
from config.facts import Fact
from telephony.providers import MessageReceipt, SendMessage


class NoGateway:
    """The `TextProvider` of a site without a gateway."""

    name = "none"

    async def send(self, order: SendMessage) -> MessageReceipt:  # noqa: ARG002 - the signature is the contract's
        """Refuse.

        Raises:
            ProviderFailed: always, as `impossible`.
        """
        raise ProviderFailed("No gateway for texts is set.", effect="impossible")

    async def find(self, order: SendMessage) -> MessageReceipt | None:  # noqa: ARG002 - the signature is the contract's
        """Say that nobody can be asked: a text of unknown fate left by another gateway, and keeps that fate.

        Raises:
            ProviderFailed: always, as `impossible`.
        """
        raise ProviderFailed("No gateway for texts is set.", effect="impossible")

    async def facts(self) -> Fact:
        """Wait for ever: nobody writes."""
        nobody: asyncio.Future[Fact] = asyncio.get_running_loop().create_future()
        return await nobody
