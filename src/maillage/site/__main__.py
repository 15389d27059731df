"""`python -m maillage.site`: the command line without the console script."""

from maillage.site.cli import main

main()
