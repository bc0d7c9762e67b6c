"""How names sound: what a Latin name is heard as, how other scripts write that, and how alike two sounds are.

`latin` reads a Latin name, `written` reads and writes the other scripts, `likeness` compares. Sounds are strings of one
sign each, explained in tables/latin_sounds.tsv.
"""
