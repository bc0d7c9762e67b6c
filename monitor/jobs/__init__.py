"""The jobs: the only place that knows the order of things, opens the store for writing and holds its locks (DESIGN §3).

Every door (command line, daemon, web) calls a job and shows what it gives back; no door repeats one. A job that writes takes
the write lock itself, only while it writes: never while it waits for the network, a mail server or a person.
"""
