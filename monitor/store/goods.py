"""The goods of filings in which no name of the list was met: nine tenths of a register's bulk, kept packed and apart from the
facts, so that they can be shown when somebody asks by a word, or when the list gains a name that was there all along.

Short texts pack badly by themselves: they are packed against `goods_words.txt`, what registers print again and again. Every
blob begins with the number of the words it was packed against, and these are never changed: others get another number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from monitor.store.as_json import dumps, listed, loads
from monitor.store.database import Database
from monitor.store.short import packed_day, unpacked_day
from monitor.store.words_index import WordsIndex

_WORDS = {1: "goods_words.txt"}
_NOW = 1


class Goods:
    """Of each matter what its latest record stated, whatever the order the records came in. What is kept here is added to the
    index of words.

    Owns: matter_goods.
    """

    def __init__(self, db: Database, words_index: WordsIndex) -> None:
        self._db = db
        self._words_index = words_index

    def of(self, matters: Iterable[int]) -> dict[int, object]:
        """Matter → its goods, of those that have any here. One statement."""
        sql = "select matter, goods from matter_goods where matter in (select value from json_each(?))"
        return {matter: unpack_goods(packed) for matter, packed in self._db.all(sql, [listed(matters)])}

    def keep(self, matter: int, as_of: str, goods: object) -> None:
        """Keep the goods of a record. Of two records of one day those with the greater text hold. Inside
        `WordsIndex.gathering`."""
        packed = pack_goods(goods)
        known = self._db.first("select as_of, goods from matter_goods where matter = ?", [matter])
        if known is None:
            self._words_index.gaining_goods(matter, goods)
            sql = "insert into matter_goods (matter, as_of, goods) values (?, ?, ?)"
            self._db.execute(sql, [matter, packed_day(as_of), packed])
        elif known[1] != packed or unpacked_day(known[0]) != as_of:
            before = (unpacked_day(known[0]), dumps(unpack_goods(known[1])))
            if (as_of, dumps(goods)) > before:
                self._words_index.changing(matter)
                sql = "update matter_goods set as_of = ?, goods = ? where matter = ?"
                self._db.execute(sql, [packed_day(as_of), packed, matter])

    def move(self, kept: int, gone: int) -> None:
        """The goods of one matter become those of another, unless that has later ones."""
        found = self._db.first("select as_of, goods from matter_goods where matter = ?", [gone])
        if found is not None:
            self.keep(kept, unpacked_day(found[0]), unpack_goods(found[1]))
            self._db.execute("delete from matter_goods where matter = ?", [gone])


def pack_goods(goods: object) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _words(_NOW))
    return bytes([_NOW]) + packer.compress(dumps(goods).encode("utf-8", "surrogatepass")) + packer.flush()


def unpack_goods(packed: bytes) -> object:
    found: object = loads(
        zlib.decompressobj(-15, _words(packed[0])).decompress(packed[1:]).decode("utf-8", "surrogatepass")
    )
    return found


@cache
def _words(number: int) -> bytes:
    return Path(__file__).with_name(_WORDS[number]).read_bytes()
