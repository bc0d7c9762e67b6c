"""A mark or another short name against a text: where it stands, how alike it is, what speaks for and against it.

`mark_index` finds what a text may contain, `search` gathers every way in which a name stands there: `exact` (letter for
letter), `misspelt` (one letter or character off), `phrases` (words added, left out or turned about). `vetoes` says why a
near spelling is somebody else's word, `context` weighs role, classes and countries, `statement` finds the wording that
registers quote, and `no_match` shows the nearest spelling where nothing was found.
"""
