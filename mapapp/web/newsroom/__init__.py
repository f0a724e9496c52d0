"""What the newsroom sees once it has signed in: its pages and what its scripts ask."""
