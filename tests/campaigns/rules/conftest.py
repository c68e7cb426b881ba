"""Under a mutant, every run of the rules' tests starts with nothing read and nothing remembered."""

import os
import sys

MUTANT = "MUTANT_UNDER_TEST"
"""Set by the tool that runs the tests against altered code, in a process that has imported everything before."""


def pytest_configure() -> None:
    """Forget rules read at import and what caches hold, so that the altered code is what is tested."""
    if not os.environ.get(MUTANT):
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("campaigns.rules"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
        elif name.startswith("tests.campaigns.rules.") and not name.endswith("conftest"):
            del sys.modules[name]
