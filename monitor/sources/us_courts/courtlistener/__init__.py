"""CourtListener: search over federal dockets, and the parties of single suits."""
