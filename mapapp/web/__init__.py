"""What people and programs meet over HTTP: readers' pages, the newsroom, and the data."""
