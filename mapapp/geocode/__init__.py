"""A phrase -> an outcome with candidates: where the words say it is, how exactly, and on what evidence."""
