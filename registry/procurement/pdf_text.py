"""The text of a PDF file, read in a process of its own: what people upload may be made to hang or swell a reader."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

MOST_PAGES = 500
MOST_CHARACTERS = 200_000
SECONDS = 60
MEMORY = 2**30


def pdf_text(path: Path) -> str:
    """The text of the first pages of the PDF file; "" when it has none, cannot be read, or takes too long."""
    command = [sys.executable, "-m", "registry.procurement.pdf_text", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 our own module
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from pypdf import PdfReader  # here, so that the limit holds for all of it

    left = MOST_CHARACTERS
    for page in PdfReader(path).pages[:MOST_PAGES]:
        text = page.extract_text().replace("\x00", " ")[:left]
        left -= len(text)
        sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
        if not left:
            break


if __name__ == "__main__":
    _main(sys.argv[1])
