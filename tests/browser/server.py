"""The JupyterLab server and the Chromium that the tests in this folder use."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from grading.course import JUPYTERLAB, ROOT, START_PAGE

TOKEN = "a-student"
SECONDS = 40  # the longest wait for anything
CHROMIUM = (
    "--no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
# No news, and every cell in the page: from version to version JupyterLab leaves out others that are not in view.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "defer"},
}


@contextmanager
def jupyterlab(folder: Path, home: Path, settings: dict | None = None, course: Path = ROOT):
    """Serve a folder as ``make lab`` does, but with all settings and state in ``home``; yield the address.

    nbgrader reads its settings in ``course``.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "CONVLIB_"))
    }
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        environment[name] = str(home / name.lower())
    for name, values in (SETTINGS | (settings or {})).items():
        path = home / "jupyter_config_dir" / "lab" / "user-settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--notebook-dir={folder}",
        f"--LabApp.default_url=/lab/tree/{START_PAGE}.ipynb",
        f"--LabApp.app_settings_dir={JUPYTERLAB}",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--no-browser",
        f"--IdentityProvider.token={TOKEN}",
    ]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--allow-root")
    address = f"http://127.0.0.1:{port}"
    with open(home / "server.log", "w") as log:
        server = subprocess.Popen(
            command, cwd=course, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        deadline = time.monotonic() + SECONDS
        while not _answers(f"{address}/api/status?token={TOKEN}"):
            assert server.poll() is None and time.monotonic() < deadline, (
                "JupyterLab does not start:\n" + (home / "server.log").read_text()
            )
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()  # it shuts its kernels down
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False
