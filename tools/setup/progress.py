"""Says what is going on, how far it is and how long it took.

A terminal gets one line that updates in place; a log gets a line at the start,
one every ten seconds and one at the end.
"""
import shutil
import sys
import threading
import time

kLogEverySeconds = 10.0
kTerminalEverySeconds = 0.25


def say(text):
    print(text, file=sys.stderr, flush=True)


def fitting(what, figures, columns):
    """Both on one line, the words cut where there is no room: a wrapped line could not be written over."""
    room = columns - 1 - len(figures)
    if len(what) > room:
        what = what[:max(room - 1, 0)] + "…"
    return (what + figures)[:max(columns - 1, 1)]


class Step:
    """`with Step("Unpacking Emscripten") as step:`; report how far by `step.at(0.4)`."""

    def __init__(self, what, measure=None):
        self.what_ = what
        self.measure_ = measure  # called by the ticker; returns 0..1 or a short text
        self.share_ = None
        self.stop_ = threading.Event()
        self.terminal_ = sys.stderr.isatty()

    def at(self, share):
        self.share_ = share

    def how_far_(self):
        share = self.measure_() if self.measure_ else self.share_
        if share is None:
            return ""
        if isinstance(share, str):
            return f" {share}"
        return f" {max(0.0, min(1.0, share)) * 100:.0f} %"

    def line_(self, columns=1000):
        seconds = time.monotonic() - self.start_
        return fitting(f"  {self.what_} …", f"{self.how_far_()} ({seconds:.0f} s)", columns)

    def tick_(self):
        every = kTerminalEverySeconds if self.terminal_ else kLogEverySeconds
        while not self.stop_.wait(every):
            if self.terminal_:
                sys.stderr.write("\r\x1b[K" + self.line_(shutil.get_terminal_size().columns))
                sys.stderr.flush()
            else:
                say(self.line_())

    def __enter__(self):
        self.start_ = time.monotonic()
        if not self.terminal_:
            say(f"  {self.what_} …")
        self.thread_ = threading.Thread(target=self.tick_, daemon=True)
        self.thread_.start()
        return self

    def __exit__(self, kind, value, trace):
        self.stop_.set()
        self.thread_.join()
        seconds = time.monotonic() - self.start_
        clear = "\r\x1b[K" if self.terminal_ else ""
        outcome = "done" if kind is None else "failed"
        say(f"{clear}  {self.what_}: {outcome} in {seconds:.1f} s")
        return False
