"""The list of names to watch (名录): reading it as the office keeps it, ids, versions, writing it back."""

from monitor.watchlist.errors import NoNameColumn, NotAWorkbook, RefusedWorkbook, UnknownEncoding, WatchlistFileError
from monitor.watchlist.importing import ALL_OF_THEM, ImportPlan, Said, is_derived, plan_import, plan_listings
from monitor.watchlist.lists import Batch, Kept, lists_in, one_result, united
from monitor.watchlist.reading import read_watchlist
from monitor.watchlist.renames import Rename
from monitor.watchlist.shrinking import Loss, Measure, main_spellings, measure
from monitor.watchlist.table import ReadResult, RowProblem, SheetFacts
from monitor.watchlist.unwatched import Unwatched, anything_watched, in_one_sentence, unread_cells, unwatched_of
from monitor.watchlist.versions import Change, WatchlistDiff, assign_ids, companies_of, diff, owners_of, version_of
from monitor.watchlist.writing import write_csv, write_yaml

__all__ = [
    "ALL_OF_THEM",
    "Batch",
    "Change",
    "ImportPlan",
    "Kept",
    "Loss",
    "Measure",
    "NoNameColumn",
    "NotAWorkbook",
    "ReadResult",
    "RefusedWorkbook",
    "Rename",
    "RowProblem",
    "Said",
    "SheetFacts",
    "UnknownEncoding",
    "Unwatched",
    "WatchlistDiff",
    "WatchlistFileError",
    "anything_watched",
    "assign_ids",
    "companies_of",
    "diff",
    "in_one_sentence",
    "is_derived",
    "lists_in",
    "main_spellings",
    "measure",
    "one_result",
    "owners_of",
    "plan_import",
    "plan_listings",
    "read_watchlist",
    "united",
    "unread_cells",
    "unwatched_of",
    "version_of",
    "write_csv",
    "write_yaml",
]
