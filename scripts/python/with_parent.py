"""Runs a script, or a module, and ends it when its parent is gone: with_parent.py PARENT_PID SCRIPT [ARGUMENT ...]

A script keeps nothing from before; it may tidy up after SIGTERM. (Windows does not tell when a parent is gone.)
"""

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

PATIENCE = 10  # seconds


def watch(parent):
    """Ends this process soon after `parent` is no longer its parent."""

    def look():
        while os.getppid() == parent:
            time.sleep(0.25)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os.kill(os.getpid(), signal.SIGKILL)

    if os.name == "posix":
        threading.Thread(target=look, daemon=True).start()


def main(parent, script, *arguments):
    watch(int(parent))
    sys.argv = [script, *arguments]
    if script.endswith(".py"):
        sys.path[0] = str(Path(script).parent)
        runpy.run_path(script, run_name="__main__")
    else:
        del sys.path[0]
        runpy.run_module(script, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
