"""Commands of `contact-inspector` in one process, one after the other, as fast as tests need them.

Reads a list of words from each line of standard input and answers on both outputs: what the command
printed, and a line that starts with NUL; on standard output the exit code follows.
"""

import functools
import json
import sys

from inspector.cli import main as cli
from inspector.greenapi import client
from inspector.greenapi.pacing import PAUSES_S, Timings
from tests import isolation

END = "\0"


def main() -> None:
    isolation.breaches.clear()
    pauses_s = {kind: tuple(0.001 for _ in pauses) for kind, pauses in PAUSES_S.items()}
    total_s, connect_s = map(float, sys.argv[1:])
    timings = Timings(connect_s, total_s, second_s=0.001, pauses_s=pauses_s)
    client.Gateway = functools.partial(client.Gateway, timings=timings)  # type: ignore[misc,assignment]  # a class
    for line in sys.stdin:
        code = cli.main(json.loads(line))
        for stream, last in ((sys.stdout, f"{END}{code}"), (sys.stderr, END)):
            stream.write(f"\n{last}\n")
            stream.flush()


if __name__ == "__main__":
    main()
