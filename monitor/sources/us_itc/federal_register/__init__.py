"""Notices of the ITC in the Federal Register."""
