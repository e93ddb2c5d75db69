"""Runs a command quietly and, when it fails, keeps the end of what it said."""
import subprocess

from .errors import SetupError

kTailLines = 6


def run(command, failure, **options):
    """Returns what the command printed; `failure` is the sentence shown if it fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False, **options)
    except OSError as error:
        raise SetupError(f"{failure} ({command[0]}: {error.strerror})") from error
    if done.returncode != 0:
        raise SetupError(with_reason(failure, done.stderr or done.stdout))
    return done.stdout


def with_reason(failure, output):
    """Adds the command's own last words in brackets, on one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("E:", "Err", "error", "fatal"))] or lines
    reason = "; ".join(telling[-2:])
    return f"{failure} ({reason[:300]})" if reason else failure


def succeeds(command, **options):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False, **options).returncode == 0
    except OSError:
        return False
