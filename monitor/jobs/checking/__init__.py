"""`monitor check`: a process of its own that looks whether the monitor lives, and tells the administrator where it does not."""
