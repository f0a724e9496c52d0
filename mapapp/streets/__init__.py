"""The street index: built from public centrelines, one file per county, and read by name."""
