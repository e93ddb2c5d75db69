"""Runs a suite's program: shows its output as it comes, keeps it, ends it after its time."""
import os
import selectors
import signal
import subprocess
import sys
import time

kReadBytes = 65536
kGraceSeconds = 10


def end_group(process):
    """Ends the program and all it started; first politely, so that it can clean up."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        try:
            process.wait(kGraceSeconds)
        except subprocess.TimeoutExpired:
            continue


def run(command, cwd, seconds, environment=None, quiet=False):
    """(exit code, output); a program that takes longer than `seconds` is ended, code 124."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    pieces = []
    timed_out = False
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        try:
            while True:
                left = start + seconds - time.monotonic()
                if left <= 0:
                    timed_out = True
                    break
                if not selector.select(left):
                    continue
                piece = os.read(process.stdout.fileno(), kReadBytes)
                if not piece:
                    break
                pieces.append(piece)
                if not quiet:
                    sys.stdout.buffer.write(piece)
                    sys.stdout.flush()
            if not timed_out:
                process.wait(kGraceSeconds)
        except subprocess.TimeoutExpired:
            timed_out = True  # closed its output but lives on
        finally:
            if process.poll() is None:
                end_group(process)
    output = b"".join(pieces).decode("utf-8", errors="replace")
    if timed_out:
        print(f"ended after {seconds} s: {' '.join(map(str, command[:4]))}", flush=True)
    return (124 if timed_out else process.returncode), output
