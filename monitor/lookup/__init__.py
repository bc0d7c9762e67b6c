"""Asking the store: by a name (`names`)."""
