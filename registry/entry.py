"""The `registry` program: gives an answer that `registry check --cache` keeps once more, or starts the command line."""

from __future__ import annotations

import sys


def run() -> None:
    """What the console script calls. Nothing is imported before it is clear that it is needed."""
    from registry.commands.kept_answers import folder_in, give_again

    arguments = sys.argv[1:]
    folder = folder_in(arguments)
    if folder is not None:
        give_again(folder, arguments)
    from registry.cli import main

    main()
