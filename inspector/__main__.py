"""Lets `python -m inspector` run `contact-inspector`."""

import sys


def main() -> int:
    """The command line's exit code, or 130 if Ctrl-C is pressed while the program is still loading."""
    try:
        from inspector.cli import main as cli

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
