"""Another copy of the program: adds accounts to a profile, each with a save of its own.

`python -m tests.config.adder PROFILE NAME TIMES`; begins when a line comes.
"""

import sys

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder

if __name__ == "__main__":
    folder, name, times = ProfileFolder(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    book, _ = AccountBook.load(folder)
    sys.stdin.readline()
    for number in range(times):
        book.add(f"{name} {number}", "https://1101.api.greenapi.com", "1101000001")
        book.save()
