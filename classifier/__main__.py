"""``python -m classifier``: the same command."""

from classifier.cli import main

main()
