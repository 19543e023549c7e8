"""`python -m regesta` is the command line."""

from regesta.cli import main

main()
