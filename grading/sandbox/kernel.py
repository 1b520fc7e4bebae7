"""Run code cells in one kernel and report their outputs: the process that `grading.sandbox.execute` starts.

The kernel belongs to the student, who can send any message, forged or endless, and ZMQ reads it before anyone
can look at it. So the reading is done here and not in the grader: this process has a memory limit, its parent
has a clock, and what it passes on is rebuilt from known parts and of limited size. It reads one job as JSON
from stdin and writes one line of JSON for each cell as soon as it is done.
"""

import json
import os
import stat
import subprocess
import sys
from time import monotonic

FIGURES = ("image/png", "image/jpeg", "image/svg+xml", "text/html")
TEXTS = ("text/plain", "text/markdown", "text/latex")
MEMORY = 1024**3


class Outputs:
    """The outputs of one cell, as far as the limits allow."""

    def __init__(self, count: int, text_left: int, figures_left: int):
        self.count = count
        self.limits = self.left = {"text": text_left, "figures": figures_left}
        self.cut = False
        self.clear()

    def clear(self) -> None:
        """Forget all outputs, as `clear_output` asks."""
        self.found, self.shown, self.left, self.clear_next = [], {}, dict(self.limits), False

    @property
    def used(self) -> dict[str, int]:
        """How much of each limit the outputs take."""
        return {name: self.limits[name] - left for name, left in self.left.items()}

    def take(self, text: str | list[str], kind: str = "text") -> str:
        """Return the text, or as much of it as may still be shown: of a figure, all or nothing."""
        text = text if isinstance(text, str) else "".join(text)
        kept = text[: self.left[kind]] if kind == "text" or len(text) <= self.left[kind] else ""
        self.left[kind] -= len(kept)
        self.cut |= len(kept) < len(text)
        return kept

    def add(self, kind: str, content: dict) -> None:
        """Add what one message says; it raises if that is not a message that a kernel sends."""
        if kind == "clear_output":
            self.clear_next = True
            return None if content["wait"] else self.clear()
        if kind not in ("stream", "error", "display_data", "execute_result", "update_display_data"):
            return None
        if self.clear_next:
            self.clear()
        # Each output costs a little, so that a million empty ones are too many as well.
        if not self.take("x" * 20):
            return None
        if kind == "stream":
            name, text = "stderr" if content["name"] == "stderr" else "stdout", self.take(content["text"])
            if self.found and self.found[-1].get("name") == name:
                self.found[-1]["text"] += text
            else:
                self.found.append({"output_type": kind, "name": name, "text": text})
        elif kind == "error":
            error = {"ename": self.take(content["ename"]), "evalue": self.take(content["evalue"])}
            error["traceback"] = [self.take(line) for line in content["traceback"][:500]]
            self.found.append({"output_type": kind, **error})
        else:
            given = content["data"]
            data = {mime: self.take(given[mime]) for mime in TEXTS if mime in given}
            figures = {mime: self.take(given[mime], "figures") for mime in FIGURES if mime in given}
            data |= {mime: figure for mime, figure in figures.items() if figure}
            name = str((content.get("transient") or {}).get("display_id"))
            if kind == "update_display_data":
                # Only the latest output of that name: one update of many would multiply what it may take.
                old, self.shown[name]["data"] = self.shown[name]["data"], data
                self.left["text"] += sum(len(old[mime]) for mime in TEXTS if mime in old)
                self.left["figures"] += sum(len(old[mime]) for mime in FIGURES if mime in old)
                return None
            about = content.get("metadata", {}).get("image/png", {})
            kept = {"alt": self.take(about["alt"])} if about.get("alt") else {}
            kept |= {side: int(about[side]) for side in ("width", "height") if side in about}
            output = {"output_type": kind, "data": data, "metadata": {"image/png": kept} if kept else {}}
            self.found.append(output | ({"execution_count": self.count} if kind == "execute_result" else {}))
            self.shown[name] = self.found[-1]


class Kernel:
    """A kernel that may be hostile, and the cells it has run."""

    def __init__(self, job: dict, process: subprocess.Popen):
        import zmq
        from jupyter_client.session import Session

        self.job, self.process, self.count, self.parent = job, process, 0, os.getppid()
        self.left = {"text": 10 * job["text_bytes"], "figures": job["image_bytes"]}
        self.session = Session(key=job["connection"]["key"].encode(), username="grader")
        self.zmq, self.context, self.poller = zmq, zmq.Context(), zmq.Poller()
        self.shell, self.control = self.connect(zmq.DEALER, "shell"), self.connect(zmq.DEALER, "control")
        self.poller.register(self.shell, zmq.POLLIN)
        self.listen()

    def connect(self, kind: int, channel: str):
        """Return a socket on one of the kernel's channels that does not take in more than it should."""
        where, socket = self.job["connection"], self.context.socket(kind)
        socket.linger, socket.rcvhwm, socket.maxmsgsize, socket.reconnect_ivl = 0, 4, 64 * 1024**2, 20
        before_port, port = "-" if where["transport"] == "ipc" else ":", where[f"{channel}_port"]
        socket.connect(f"{where['transport']}://{where['ip']}{before_port}{port}")
        return socket

    def listen(self) -> None:
        """Subscribe to the outputs."""
        self.iopub = self.connect(self.zmq.SUB, "iopub")
        self.iopub.subscribe(b"")
        self.poller.register(self.iopub, self.zmq.POLLIN)

    def ask(self, socket, kind: str, content: dict) -> str:
        """Send a request and return its id."""
        return self.session.send(socket, kind, content)["header"]["msg_id"]

    def follow(self, request: str, until: float, outputs: Outputs) -> str:
        """Collect what answers `request`; return how it ended: "done", "lost" (its end), "late" or "died"."""
        ended = "late"
        while monotonic() < until:
            ready = self.poller.poll(100)
            if self.litters() or os.getppid() != self.parent:
                self.process.kill()
            if not ready and self.process.poll() is not None:
                return "died"
            for socket, _ in ready:
                try:
                    frames = socket.recv_multipart()
                    if outputs.cut and sum(map(len, frames)) > 10_000:
                        continue  # no room for it, so do not spend time on it
                    message = self.session.deserialize(self.session.feed_identities(frames)[1])
                    if message["parent_header"]["msg_id"] != request:
                        continue
                    kind, content = message["msg_type"], message["content"]
                    if socket is self.shell:
                        # The end is the idle message on iopub; it should come soon.
                        ended, until = "lost", min(until, monotonic() + 1)
                    elif kind == "status" and content["execution_state"] == "idle":
                        return "done"
                    else:
                        outputs.add(kind, content)
                except Exception:  # not a message, whatever else the student's code sent
                    continue
        return ended

    def litters(self) -> bool:
        """Say whether more than sockets is in their folder, the one place on the host that it could fill."""
        found = os.scandir(os.path.dirname(self.job["path"]))
        try:
            modes = {entry.path: entry.stat(follow_symlinks=False).st_mode for entry in found}
        except OSError:
            return True  # one vanished while we looked; the kernel itself removes none
        return {path for path, mode in modes.items() if not stat.S_ISSOCK(mode)} != {self.job["path"]}

    def start(self, seconds: float) -> bool:
        """Wait until the kernel answers on both channels."""
        until = monotonic() + seconds
        while monotonic() < until:
            request = self.ask(self.shell, "kernel_info_request", {})
            ended = self.follow(request, monotonic() + 1, Outputs(0, 0, 0))
            if ended in ("done", "died"):
                return ended == "done"
        return False

    def run(self, source: str, until: float) -> tuple[list[dict], bool]:
        """Run one cell; return its outputs and whether the kernel is still good for the next."""
        self.count += 1
        outputs = Outputs(self.count, min(self.job["text_bytes"], self.left["text"]), self.left["figures"])
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": False}
        request = self.ask(self.shell, "execute_request", content)
        seconds, reason = self.job["cell_seconds"], ""
        ended = self.follow(request, min(until, monotonic() + seconds), outputs)
        if ended == "late":
            reason = f"This cell ran longer than {seconds} s and was stopped."
            if monotonic() >= until:
                seconds = self.job["notebook_seconds"]
                reason = f"The notebook ran longer than {seconds} s in all and was stopped here."
            self.ask(self.control, "interrupt_request", {})
            ended = self.follow(request, monotonic() + 3, outputs)
        if ended == "lost":
            # ZMQ gives up a channel that brought too large a message.
            self.poller.unregister(self.iopub)
            self.iopub.close()
            self.listen()
            ended, outputs.cut = "done" if self.start(3) else "died", True
        if ended == "died":
            reason = "This cell ended Python itself, or used up its memory or processor time."
        for name, used in outputs.used.items():
            self.left[name] -= used
        if outputs.cut:
            limit = f"{self.job['text_bytes'] // 1000} kB of text in a cell"
            limit += f", {self.job['image_bytes'] // 1000} kB of figures in a notebook"
            text = f"\n[Some output was cut here. The limits are {limit}.]\n"
            outputs.found.append({"output_type": "stream", "name": "stdout", "text": text})
        if reason:
            error = {"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}
            outputs.found.append(error)
        return outputs.found, ended == "done" and monotonic() < until


def report(**line: object) -> None:
    """Write one line; a lone surrogate in it, which no file can hold, becomes a question mark."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the job that stdin brings."""
    job = json.loads(sys.stdin.buffer.read())
    nothing = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    # First of all, so that the kernel starts while this process does its own slow imports.
    process = subprocess.Popen(job["argv"], env=job["environment"], cwd=job["folder"], **nothing)
    try:
        try:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (ImportError, ValueError, OSError):
            pass  # not on Windows, and macOS knows no such limit
        kernel = Kernel(job, process)
        if not kernel.start(job["start_seconds"]):
            return
        until = monotonic() + job["notebook_seconds"]
        for index, source in job["cells"]:
            outputs, alive = kernel.run(source, until)
            report(index=index, count=kernel.count, outputs=outputs)
            if not alive:
                return
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
