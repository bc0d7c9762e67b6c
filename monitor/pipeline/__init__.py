"""The only place that knows the order: fetch → gate → parse → match → store → verdict; gather → compose → render → send."""
