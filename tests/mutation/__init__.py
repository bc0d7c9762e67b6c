"""Changes the functions that decide, one place at a time, and sees whether their nearest tests notice (`make mutate`)."""
