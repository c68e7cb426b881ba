"""A stored recording can be listened to: its row has the place, the length and the peaks, once."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from config.ground import Ground
from telephony.facts import RecordingStored
from telephony.keeping import Keeping, read_peaks
from telephony.simulated.sound import write_conversation
from telephony.tables import RecordingRow
from tests.conftest import EPOCH
from tests.telephony.lines import ATTEMPT

RECORDING = UUID(int=9)


async def store(ground: Ground, path: str, *, times: int = 1) -> None:
    """Record that a recording was stored."""
    fact = RecordingStored(
        at=EPOCH + timedelta(minutes=1), attempt_id=ATTEMPT, recording_id=RECORDING, duration_ms=12_000, path=path
    )
    for _ in range(times):
        async with ground.database.transaction() as session:
            await ground.journal.append(session, fact)


async def rows(ground: Ground) -> list[RecordingRow]:
    async with ground.database.transaction() as session:
        return list((await session.scalars(select(RecordingRow))).all())


async def test_a_recording_is_kept_with_the_peaks_of_its_sound(ground: Ground) -> None:
    """What QA sees and hears: the path below the folder, and a waveform of two voices."""
    write_conversation(ground.settings.recordings_dir / "ab/x.wav", length_s=12, seed=1)
    await store(ground, "ab/x.wav", times=2)
    keeping = Keeping(ground)
    assert await keeping.keep_page()
    assert not await keeping.keep_page()
    (row,) = await rows(ground)
    assert (row.id, row.attempt_id, row.path, row.duration_ms) == (RECORDING, ATTEMPT, "ab/x.wav", 12_000)
    assert all(max(pair[side] for pair in row.peaks) > 0.05 for side in (0, 1))
    assert all(0 <= peak <= 1 for pair in row.peaks for peak in pair)


async def test_a_recording_stored_before_a_crash_is_kept_after_it(ground: Ground) -> None:
    """The reader goes on where the one before stopped."""
    await store(ground, "one.wav")
    await Keeping(ground).keep_page()
    await store(ground, "one.wav")
    assert await Keeping(ground).keep_page()
    assert len(await rows(ground)) == 1


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b.wav"])
async def test_a_path_outside_the_folder_is_not_kept(ground: Ground, path: str) -> None:
    """A vendor's word for a path never leads to another file of the machine; the reader goes on."""
    await store(ground, path)
    assert await Keeping(ground).keep_page()
    assert await rows(ground) == []


async def test_a_missing_file_still_has_its_row(ground: Ground) -> None:
    """That there was a recording is known; without its file there is no waveform."""
    await store(ground, "gone.wav")
    await Keeping(ground).keep_page()
    assert [row.peaks for row in await rows(ground)] == [[]]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all"])
def test_a_file_that_is_no_sound_has_no_peaks(tmp_path: Path, content: bytes) -> None:
    """A torn upload does not stop the reader."""
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    assert read_peaks(path) == []
