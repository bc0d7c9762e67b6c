"""The spellings to look for of a watched name (变体).

`readings` says how its characters are read, `scripts` writes it in each script and romanisation, `spellings` chooses
among them and gives each its prior, `products` parts a name from its goods, `sought` hands all of it to the index.
"""
