"""sources.yaml (`config.sources`), and settings and secrets from the environment (`config.settings`).

The settings are not imported here: their library is slow to load, and a command that only reads does not need it.
"""

from monitor.config.overlay import Origin
from monitor.config.sources import (
    Budget,
    Canary,
    Expect,
    Keep,
    Limits,
    Quiet,
    SourceConfig,
    Window,
    covered_by,
    load_sources,
    unnamed,
)

__all__ = [
    "Budget",
    "Canary",
    "Expect",
    "Keep",
    "Limits",
    "Origin",
    "Quiet",
    "SourceConfig",
    "Window",
    "covered_by",
    "load_sources",
    "unnamed",
]
