"""`python -m inspector` is `contact-inspector`."""

import sys


def main() -> int:
    """The command line's own exit code, or that of Ctrl-C while the program is still being loaded."""
    try:
        from inspector.cli import main as cli

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
