"""The program, allowed to fetch pictures from one origin more: `with_pictures.py ORIGIN [WORDS…]`.

Pictures come from WhatsApp's own hosts and from nowhere else, the gateway itself included. A journey
that watches pictures arrive needs this one exception, and changes nothing beside it.
"""

import sys
from functools import partial

from inspector.cli import main as cli
from inspector.ui.images import thumbnails

if __name__ == "__main__":
    origin, *words = sys.argv[1:]
    vars(thumbnails)["Thumbnails"] = partial(thumbnails.Thumbnails, only_origins=frozenset([origin]))
    sys.argv[1:] = words
    sys.exit(cli.main())
