"""Opens a window in a new process and reports when it was painted, and when the program accepted a number.

Arguments: `bare`, or a profile folder. See `bench_first_window` for the output.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from typing_extensions import override


class AfterQt(MetaPathFinder, Loader):
    """Watches the first window without importing Qt, so that the program decides when Qt is imported."""

    @override
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "PySide6.QtWidgets":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname, path)
        assert spec is not None
        assert spec.loader is not None
        self._loader, spec.loader = spec.loader, self
        return spec

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    @override
    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        from bench_first_window import watch_the_first

        watch_the_first(is_bare=sys.argv[1] == "bare")


def main() -> int:
    sys.meta_path.insert(0, AfterQt())
    if sys.argv[1] != "bare":
        from inspector.cli import main as cli

        return cli.main(["--profile", sys.argv[1]])
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    window = QWidget()
    window.resize(1180, 760)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
