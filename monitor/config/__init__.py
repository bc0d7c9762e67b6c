"""sources.yaml, and settings and secrets from the environment, as validated types."""

from monitor.config.settings import Settings, load_settings
from monitor.config.sources import Budget, Expect, Keep, Limits, SourceConfig, Window, load_sources

__all__ = [
    "Budget",
    "Expect",
    "Keep",
    "Limits",
    "Settings",
    "SourceConfig",
    "Window",
    "load_settings",
    "load_sources",
]
