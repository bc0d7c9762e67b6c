"""The command line: doors without logic. `main` is the console script."""

from monitor.cli.app import main

__all__ = ["main"]
