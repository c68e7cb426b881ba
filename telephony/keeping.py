"""Keeps what is known of each recording: its place, length and the peaks of its waveform, once for each.

A reader of the journal with a cursor, so that a recording stored just before a crash is kept after it. Peaks are
computed in a thread; a file that cannot be read has none. Who may hear it is decided elsewhere.
"""

import asyncio
import wave
from collections.abc import Sequence
from pathlib import Path

import structlog

from config.ground import Ground
from config.journal import LOOK_AGAIN_S, Recorded
from config.virtual_time import real_work
from telephony.facts import RecordingStored
from telephony.recordings import CHANNELS, SAMPLE_BYTES, peaks_of
from telephony.store import insert_recording
from telephony.tables import RecordingRow

READER = "recordings"
BUCKETS = 800
"""Bars of the drawn waveform: more than a player is pixels wide would not be seen."""

log = structlog.get_logger()


class Keeping:
    """The reader of stored recordings."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._bell = asyncio.Event()

    def hear(self, recorded: Sequence[Recorded]) -> None:
        """Wake the reader (a bell of the database)."""
        if any(isinstance(item.fact, RecordingStored) for item in recorded):
            self._bell.set()

    async def run(self) -> None:
        """Keep recordings in the order they were stored, for ever."""
        while True:
            self._bell.clear()
            while await self.keep_page():
                continue
            await self._bell.wait()

    async def keep_page(self) -> bool:
        """Keep what was stored since the last look; False when all is kept."""
        ground, kinds = self._ground, (RecordingStored,)
        async with ground.database.transaction() as session:
            after = await ground.journal.cursor(session, READER)
            page = await ground.journal.read(session, after=after, kinds=kinds)
            is_behind = not page and await ground.journal.is_behind(session, after=after, kinds=kinds)
        if is_behind:
            await ground.clock.sleep(LOOK_AGAIN_S)
            return True
        for item in page:
            assert isinstance(item.fact, RecordingStored)
            row = await self._row_of(item.fact)
            async with ground.database.transaction() as session:
                if row is not None:
                    await insert_recording(session, row)
                await ground.journal.move_cursor(session, READER, item.place)
        return bool(page)

    async def _row_of(self, fact: RecordingStored) -> RecordingRow | None:
        folder = self._ground.settings.recordings_dir.resolve()
        path = (folder / fact.path).resolve()
        if not path.is_relative_to(folder):
            # The path is a vendor's word; nothing outside the folder may ever be played.
            log.warning("recording lies outside the folder", attempt_id=str(fact.attempt_id))
            return None
        with real_work():
            peaks = await asyncio.to_thread(read_peaks, path)
        return RecordingRow(
            id=fact.recording_id,
            attempt_id=fact.attempt_id,
            path=fact.path,
            duration_ms=fact.duration_ms,
            peaks=peaks,
            stored_at=fact.at,
        )


def read_peaks(path: Path) -> list[list[float]]:
    """Return the peaks of a WAV file as `peaks_of` gives them; [] if it is not there or not of our format."""
    try:
        with wave.open(str(path), "rb") as sound:
            if (sound.getnchannels(), sound.getsampwidth()) != (CHANNELS, SAMPLE_BYTES):
                return []
            pcm16 = sound.readframes(sound.getnframes())
    except (OSError, EOFError, wave.Error):
        log.warning("recording cannot be read", path=path.name)
        return []
    return peaks_of(pcm16, buckets=BUCKETS)
