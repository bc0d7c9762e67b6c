"""What sources of several offices share: archives, XML, strict fields, clean text, code tables, names as questions."""
