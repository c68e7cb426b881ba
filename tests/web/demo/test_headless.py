"""A simulated shift is lawful, and one seed is one world to the last fact."""

import pytest

from web.demo.headless import run_headless


@pytest.mark.timeout(120)
def test_one_seed_gives_one_lawful_shift_twice() -> None:
    """An hour of a small floor: no rule broken, work done, and the same journal again."""
    first, second = (run_headless(hours=1, seed=7, cases=200) for _ in range(2))
    assert first["violations"] == []
    assert first["journal_hash"] == second["journal_hash"]
    assert first == second
    assert min(first["attempts"], first["answered"], first["connected"]) > 0
    assert first["abandoned"] <= 0.03 * max(first["answered"], 1)


@pytest.mark.timeout(120)
def test_another_seed_is_another_world() -> None:
    """The fingerprint would not prove much if it were always the same."""
    hashes = {run_headless(hours=0.1, seed=seed, cases=40)["journal_hash"] for seed in (1, 2)}
    assert len(hashes) == 2
