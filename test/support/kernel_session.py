"""Talks to the TypeScript kernel: a JSON list of steps comes in, what the kernel said to each goes out.

Steps: {"execute": code}, with "interruptAt": text it prints, or "interrupts": seconds after the start of the cell,
{"executeAll": [codes]} (asked for at once, as by "run all"), {"complete": code, "at": cursor}, {"inspect": code, "at": cursor},
{"write": path, "text": text}, {"remove": path}, {"wait": seconds}
"""

import json
import os
import sys
import time
from queue import Empty
from subprocess import DEVNULL
from pathlib import Path

from jupyter_client.manager import start_new_kernel

sys.path.append("scripts/python")
from with_parent import watch

GUARD = 240  # seconds without which a kernel that hangs would hang the tests


class Session:
    def __init__(self, manager, client):
        self.manager, self.client = manager, client
        self.cells = {}

    def execute(self, codes, interrupt_at=None, interrupts=()):
        ids = [self.client.execute(code) for code in codes]
        for one in ids:
            self.cells[one] = {
                "cell": len(self.cells),
                "status": None,
                "reply": None,
                "text": "",
                "errors": "",
                "error": [],
                "data": [],
                "results": [],
                "order": [],
                "streams": 0,
                "idle": False,
            }
        due = [time.time() + seconds for seconds in interrupts]
        end = time.time() + GUARD
        while not all(self.cells[one]["idle"] and self.cells[one]["reply"] for one in ids):
            if time.time() > end:
                raise TimeoutError("the kernel did not finish: " + json.dumps([self.cells[one] for one in ids])[:3000])
            if due and time.time() >= due[0]:
                due.pop(0)
                self.manager.interrupt_kernel()
            message = self.receive(0.05)
            text = message and message["content"].get("text", "")
            if interrupt_at and text and interrupt_at in text:
                self.manager.interrupt_kernel()
        return [self.cells[one] for one in ids]

    def wait(self, seconds):
        end = time.time() + seconds
        while time.time() < end:
            self.receive(0.05)

    def receive(self, timeout):
        while self.client.shell_channel.msg_ready():
            reply = self.client.get_shell_msg()
            cell = self.cells.get(reply["parent_header"].get("msg_id"))
            if cell is not None:
                cell["reply"] = reply["content"]
                cell["status"] = reply["content"]["status"]
        try:
            message = self.client.get_iopub_msg(timeout=timeout)
        except Empty:
            return None
        cell = self.cells.get(message["parent_header"].get("msg_id"))
        if cell is None:
            return None
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            cell["errors" if content["name"] == "stderr" else "text"] += content["text"]
            cell["streams"] += 1
            cell["order"].append(content["name"] + ":" + content["text"][:200])
        elif kind == "error":
            cell["error"].append(content)
        elif kind in ("display_data", "update_display_data"):
            cell["data"].append({"update": kind.startswith("update"), **content})
        elif kind == "execute_result":
            cell["results"].append(content)
        elif kind == "status" and content["execution_state"] == "idle":
            cell["idle"] = True
        if kind in ("error", "display_data", "execute_result"):
            cell["order"].append(kind)
        return message


def answer(session, step):
    if "execute" in step:
        return session.execute([step["execute"]], step.get("interruptAt"), step.get("interrupts", []))[0]
    if "executeAll" in step:
        return session.execute(step["executeAll"], step.get("interruptAt"), step.get("interrupts", []))
    if "complete" in step:
        reply = session.client.complete(step["complete"], step["at"], reply=True, timeout=GUARD)
        return reply["content"]["matches"]
    if "inspect" in step:
        reply = session.client.inspect(step["inspect"], step["at"], reply=True, timeout=GUARD)
        return reply["content"]["data"].get("text/plain", "")
    if "wait" in step:
        return session.wait(step["wait"])
    if "interrupt" in step:
        return session.manager.interrupt_kernel()
    if "remove" in step:
        return Path(step["remove"]).unlink()
    Path(step["write"]).write_text(step["text"], encoding="utf-8")
    return None


def main():
    watch(os.getppid())
    # From another folder than the clone's root, as Jupyter starts it beside a notebook.
    manager, client = start_new_kernel(kernel_name="tslab", cwd="notebooks", startup_timeout=GUARD, stdout=DEVNULL)
    session = Session(manager, client)
    answers = []
    try:
        for step in json.load(sys.stdin):
            answers.append(answer(session, step))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    json.dump(answers, sys.stdout)


main()
