"""`python -m mapapp`."""

from mapapp.cli import main

main(prog_name="mapapp")
