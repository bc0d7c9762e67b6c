"""What an index of many stored texts must know, so that it finds every text in which the matcher finds a name.

`written` gives the strings in which the matcher looks for names in a text, `needles` the pieces that must stand in them.
"""
