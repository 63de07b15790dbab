"""What Effect.Console imports from its host."""

import sys
from time import perf_counter

started: dict[str, float] = {}  # when each timer was started, by its name
indentation = ""


def log(line):
    return lambda: write(sys.stdout, line)


def warn(line):
    return lambda: write(sys.stderr, line)


def error(line):
    return lambda: write(sys.stderr, line)


def info(line):
    return lambda: write(sys.stdout, line)


def debug(line):
    return lambda: write(sys.stdout, line)


def time(name):
    def action():
        if name in started:
            write(sys.stderr, f"Warning: Label '{name}' already exists for console.time()")
        else:
            started[name] = perf_counter()

    return action


def timeLog(name):
    return lambda: report("timeLog", name)


def timeEnd(name):
    def action():
        report("timeEnd", name)
        started.pop(name, None)

    return action


def clear():
    if sys.stdout.isatty():
        sys.stdout.write("\x1b[1;1H\x1b[0J")


def group(heading):
    def action():
        global indentation
        write(sys.stdout, heading)
        indentation += "  "

    return action


def groupCollapsed(heading):
    return group(heading)


def groupEnd():
    global indentation
    indentation = indentation[2:]


def report(asked, name):
    """Say how long a timer has been running."""
    if name not in started:
        write(sys.stderr, f"Warning: No such label '{name}' for console.{asked}()")
        return
    seconds = perf_counter() - started[name]
    write(
        sys.stdout, f"{name}: {seconds:.3f}s" if seconds >= 1 else f"{name}: {seconds * 1000:.3f}ms"
    )


def write(stream, line):
    """Write a line of UTF-16 units; a surrogate without its other half becomes U+FFFD."""
    if not line.isascii():
        line = line.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if indentation:
        line = indentation + line.replace("\n", "\n" + indentation)
    stream.write(line + "\n")
