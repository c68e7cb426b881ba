"""What the floor's task has still to do, kept over a crash of that task.

The floor has moved by then, so what it wants done must be done: a command is let go only when it has succeeded. The
database may fail in between; the supervisor starts the task again after a pause, and it goes on here.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from campaigns.floor.commands import AgentMoved, Command
from campaigns.floor.inputs import Input
from config.facts import Fact


@dataclass(slots=True)
class Backlog:
    """Inputs to step by, agents' moves to record, and commands to carry out, each in order."""

    todo: deque[Input | Fact] = field(default_factory=deque)
    moves: list[AgentMoved] = field(default_factory=list)
    commands: deque[Command] = field(default_factory=deque)

    def add(self, commands: Sequence[Command]) -> None:
        """Take up what one step of the floor wants done; the agents' moves are recorded first, in one transaction."""
        self.moves += [command for command in commands if isinstance(command, AgentMoved)]
        self.commands.extend(commands)

    async def work_off(
        self,
        step: Callable[[Input | Fact], None],
        record_moves: Callable[[list[AgentMoved]], Awaitable[None]],
        carry_out: Callable[[Command], Awaitable[Sequence[Input]]],
    ) -> None:
        """Step and carry out until nothing is left; what any of the three raises leaves the rest for the next time."""
        while self.todo or self.commands or self.moves:
            if self.moves:
                await record_moves(self.moves)
                self.moves.clear()
            elif self.commands:
                self.todo.extend(await carry_out(self.commands[0]))
                self.commands.popleft()
            else:
                step(self.todo.popleft())
