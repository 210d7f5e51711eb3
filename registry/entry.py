"""The `registry` program: gives an answer that `registry check --cache` keeps once more, or starts the command line."""

from __future__ import annotations

import gc
import os
import sys

_YOUNG = 100_000  # new objects before garbage is looked for: documents are trees without circles, and looking costs time


def program() -> None:
    """What the console script calls."""
    try:
        run()
    except SystemExit as end:
        if sys.argv[1:2] != ["check"] or not isinstance(end.code, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)  # a tenth of the time for one document would go into taking the program apart


def run() -> None:
    """The program, which ends by SystemExit. Nothing is imported before it is clear that it is needed."""
    from registry.commands.kept_answers import folder_in, give_again

    arguments = sys.argv[1:]
    folder = folder_in(arguments)
    if folder is not None:
        give_again(folder, arguments)
    if arguments[:1] == ["check"]:
        gc.set_threshold(_YOUNG)
    from registry.cli import main

    main()
