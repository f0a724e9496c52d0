"""`python -m mapapp …`: a command parses, calls one use-case of the desk, prints."""

from mapapp.cli.commands import main

__all__ = ["main"]
