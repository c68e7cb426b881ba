"""What the floor wants done is done although the database fails in between, once each and in order."""

import asyncio
from uuid import UUID

import pytest

from campaigns.floor.commands import Abandon, Command, HangUp, Reserve
from campaigns.floor.inputs import Input, ReservingEnded, Ticked
from campaigns.working_off import Backlog
from config.facts import Fact

CAMPAIGN, ATTEMPT = UUID(int=1), UUID(int=2)


class FailingOnce:
    """Carries out commands; the first `Reserve` meets a database that is away."""

    def __init__(self) -> None:
        self.done: list[Command] = []
        self.stepped: list[Input | Fact] = []
        self.fails = True

    def step(self, what: Input | Fact) -> None:
        self.stepped.append(what)

    async def record_moves(self, _moves: object) -> None:
        raise AssertionError("no agent moved")

    async def carry_out(self, command: Command) -> list[Input]:
        if isinstance(command, Reserve) and self.fails:
            self.fails = False
            raise ConnectionError("the database is away")
        self.done.append(command)
        return [ReservingEnded(CAMPAIGN, 1, None)] if isinstance(command, Reserve) else []


def test_a_failing_database_loses_no_command() -> None:
    """After the crash the same command is tried again, then the rest, and the floor hears that reserving ended."""
    backlog, house = Backlog(), FailingOnce()
    commands: list[Command] = [HangUp(ATTEMPT, "machine"), Reserve(CAMPAIGN, 1), Abandon(ATTEMPT, "Sorry.")]
    backlog.add(commands)
    backlog.todo.append(Ticked())

    async def work_off() -> None:
        await backlog.work_off(house.step, house.record_moves, house.carry_out)

    with pytest.raises(ConnectionError):
        asyncio.run(work_off())
    assert house.stepped == []
    asyncio.run(work_off())
    assert house.done == commands
    assert house.stepped == [Ticked(), ReservingEnded(CAMPAIGN, 1, None)]
