"""The command line: doors without logic. `main` is the console script."""

import gc
import os

# A command that only reads should be there at once. We use no pydantic plugins, and need not look for them at every
# start; and the many objects of an import are not worth a garbage collection each few hundred.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
gc.set_threshold(50_000, 20, 20)

from monitor.cli.app import main  # noqa: E402

__all__ = ["main"]
