"""What a name cell says of a mark, taken apart into signs: 红牛REDBULL&图 is the words 红牛 and REDBULL, and a device.

A cell of a protection list describes a mark, it is not a name. Words are watched, each and together; devices, notes on
colour or class, numbers of registration and running numbers are understood and set aside. What the grammar does not know
stays a word: watching too much is noise, watching too little is silence.

`reading` reads a cell, `notes` knows what is no word, `runs` parts the scripts, `spelt` says what to look for, `told` what a
person is told of it.
"""

from monitor.matching.signs.described import Description, Sign, SignKind, Spelling
from monitor.matching.signs.reading import describe, han_word
from monitor.matching.signs.told import read_as, watched_words

__all__ = ["Description", "Sign", "SignKind", "Spelling", "describe", "han_word", "read_as", "watched_words"]
