"""Folding both sides of a comparison alike, and what is known of letters, syllables, words and places.

`folding` makes the form in which names and texts meet, `tokens` takes a text apart into its words, `pinyin` reads
letters as syllables, `wordlists` and `gazetteer` hold the words and places a name may stand beside.
"""

from monitor.matching.normalise.folding import confusables, fold, key, squash

__all__ = ["confusables", "fold", "key", "squash"]
