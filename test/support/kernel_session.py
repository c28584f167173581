"""Talks to the TypeScript kernel: a JSON list of steps comes in, what the kernel said to each goes out.

Steps: {"execute": code}, {"execute": code, "interruptAt": text it prints}, {"complete": code, "at": cursor},
{"write": path, "text": text}
"""

import json
import os
import sys
import time
from subprocess import DEVNULL
from pathlib import Path

from jupyter_client.manager import start_new_kernel

sys.path.append("scripts/python")
from with_parent import watch


def execute(client, code, manager=None, interrupt_at=None):
    text, errors, data, results = [], [], [], []

    def collect(message):
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            (errors if content["name"] == "stderr" else text).append(content["text"])
            if interrupt_at and interrupt_at in content["text"]:
                manager.interrupt_kernel()
        elif kind in ("display_data", "update_display_data"):
            data.append({"update": kind.startswith("update"), **content})
        elif kind == "execute_result":
            results.append(content)

    reply = client.execute_interactive(code, output_hook=collect, timeout=120)
    if reply["content"]["status"] == "error":
        # After an error tslab drops what arrives within 0.2 s.
        time.sleep(0.5)
    return {
        "status": reply["content"]["status"],
        "text": "".join(text),
        "errors": "".join(errors),
        "data": data,
        "results": results,
    }


def main():
    watch(os.getppid())
    # From another folder than the clone's root, as Jupyter starts it beside a notebook.
    manager, client = start_new_kernel(kernel_name="tslab", cwd="notebooks", startup_timeout=60, stdout=DEVNULL)
    answers = []
    try:
        for step in json.load(sys.stdin):
            if "execute" in step:
                answers.append(execute(client, step["execute"], manager, step.get("interruptAt")))
            elif "complete" in step:
                reply = client.complete(step["complete"], step["at"], reply=True, timeout=120)
                answers.append(reply["content"]["matches"])
            else:
                Path(step["write"]).write_text(step["text"], encoding="utf-8")
                answers.append(None)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    json.dump(answers, sys.stdout)


main()
