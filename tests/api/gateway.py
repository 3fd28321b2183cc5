"""A demonstration gateway as a process of its own, on loopback, in a folder that goes away with it."""

import os
import re
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path

START_SECONDS = 30

# One device sends everything here; what the limits do is tested where they live.
CONFIG = """
demo = true
seed = 1
listen = "127.0.0.1:0"
data = "{folder}/data"
[numbers.limits]
writes_by_device = {{ count = 1000000, seconds = 60 }}
enrolments_by_device = {{ count = 1000000, seconds = 60 }}
"""


class Gateway:
    """Runs while the `with` block does; `base` is its address."""

    def __init__(self, program: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="leling-api-")
        self.log = Path(self._folder.name, "gateway.log")
        config = Path(self._folder.name, "gateway.toml")
        config.write_text(CONFIG.format(folder=self._folder.name))
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [program, "serve", "--config", config],
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "NO_COLOR": "1"},
            )
        self.base = self._address()

    def _address(self) -> str:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            if select.select([self._process.stdout], [], [], 0.2)[0]:
                line = self._process.stdout.readline().decode(errors="replace")
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    return found[0]
        raise RuntimeError(f"the gateway did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def alive(self) -> bool:
        return self._process.poll() is None

    def __enter__(self) -> "Gateway":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()
