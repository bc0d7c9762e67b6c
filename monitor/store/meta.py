"""Single values about the state folder as a whole."""

from __future__ import annotations

from monitor.store.database import Database


class Meta:
    """Named texts: whether this is a demonstration, with which list and matcher the stored records were matched.

    Owns: meta.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> str:
        """ "" where nothing was set."""
        return str(self._db.value("select value from meta where key = ?", [key]) or "")

    def set(self, key: str, value: str) -> None:
        with self._db.immediate():
            self._db.execute(
                "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
                [key, value],
            )
