"""The list of names to watch (名录): reading it as the office keeps it, ids, versions, writing it back."""

from monitor.watchlist.errors import NoNameColumn, NotAWorkbook, RefusedWorkbook, UnknownEncoding, WatchlistFileError
from monitor.watchlist.importing import ImportPlan, is_derived, plan_import
from monitor.watchlist.reading import read_watchlist
from monitor.watchlist.table import ReadResult, RowProblem, SheetFacts
from monitor.watchlist.unwatched import Unwatched, in_one_sentence, unread_cells, unwatched_of
from monitor.watchlist.versions import Change, WatchlistDiff, assign_ids, companies_of, diff, owners_of, version_of
from monitor.watchlist.writing import write_csv, write_yaml

__all__ = [
    "Change",
    "ImportPlan",
    "NoNameColumn",
    "NotAWorkbook",
    "ReadResult",
    "RefusedWorkbook",
    "RowProblem",
    "SheetFacts",
    "UnknownEncoding",
    "Unwatched",
    "WatchlistDiff",
    "WatchlistFileError",
    "assign_ids",
    "companies_of",
    "diff",
    "in_one_sentence",
    "is_derived",
    "owners_of",
    "plan_import",
    "read_watchlist",
    "unread_cells",
    "unwatched_of",
    "version_of",
    "write_csv",
    "write_yaml",
]
