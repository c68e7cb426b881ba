"""`ringfence migrate`: bring the tables to their newest form; a server does it by itself at start."""

import typer

from config.ground import Ground
from web.commands.asking import on_ground


def add_to(app: typer.Typer) -> None:
    """Register `migrate`."""
    app.command("migrate")(migrate_tables)


def migrate_tables() -> None:
    """Bring the database's tables to their newest form."""

    async def work(ground: Ground) -> str:
        # Opening the ground has migrated already; asking something proves that the tables are there.
        async with ground.database.transaction() as session:
            return f"The tables are in their newest form; {await ground.journal.last_seq(session)} facts are recorded."

    typer.echo(on_ground(work))
