"""Asking the outside world: politely, within limits, and with a stored copy of every answer.

`monitor.fetch` is the only place that imports httpx. One `Fetcher` stands before three ways of answering:
the network (`live`), a replay (`replay`), a local folder (a Request with a path).
"""

from monitor.fetch.archive import Archive
from monitor.fetch.fetcher import Fetcher, FetchRules, NotModified
from monitor.fetch.replay import open_replay
from monitor.fetch.transport import RawAnswer, Transport

__all__ = ["Archive", "FetchRules", "Fetcher", "NotModified", "RawAnswer", "Transport", "open_replay"]
