"""The steps that bring a database of an earlier version to the present form."""
