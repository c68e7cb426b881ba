"""One served floor and one Chromium for the browser tests of a process, and windows that must not complain."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.floor import Served, Window, leave_desk, open_chromium, seated, served
from tests.browser.serving import Wishes

Seating = Callable[..., Window]


@pytest.fixture(scope="session")
def floor(clone_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served floor with a morning behind it, where people are at home and robots work beside the free seats."""
    wishes = Wishes(url=clone_database(), folder=str(tmp_path_factory.mktemp("floor")))
    with served(wishes) as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. It leaves with the last test of this folder: its loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def sit(floor: Served, chromium: Browser) -> Iterator[Seating]:
    """Opens the window of a seat, by login; at the end none may have complained."""
    windows: list[Window] = []
    with ExitStack() as stack:

        def open_window(login: str | None, **how: object) -> Window:
            window = stack.enter_context(seated(chromium, floor, login, **how))  # type: ignore[arg-type]
            windows.append(window)
            return window

        yield open_window
    assert [fault for window in windows for fault in window.faults] == []


@pytest.fixture
def agent(sit: Seating) -> Iterator[Window]:
    """The window of a free agent's seat; the agent is off the floor again afterwards."""
    window = sit("agent")
    yield window
    leave_desk(window)
