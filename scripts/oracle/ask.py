"""Asks the program and holds its answers against what was computed here."""

import json
import math
import random
import subprocess


class Refused(Exception):
    """The program gave an error, as its functions do for impossible input."""


class Program:
    """The binary answer: one question a line, one reply a line."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, name, value):
        line = json.dumps({"ask": name, "in": written(value)}, ensure_ascii=False) + "\n"
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()
        raw = self.process.stdout.readline()
        if not raw:
            raise RuntimeError(f"the program ended at {line[:2000]}")
        reply = json.loads(raw)
        if reply.get("panic"):
            raise RuntimeError(f"panic: {reply['panic']} at {line[:2000]}")
        if reply.get("err"):
            raise Refused(reply["err"])
        return reply["out"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def written(value):
    """Turns NaN and infinity into the texts that the program reads."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    if isinstance(value, dict):
        return {k: written(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(v) for v in value]
    return value


def number(value):
    """Reads a number that may have been written as a text."""
    return float(value)


class Subject:
    """One subject's questions: counts cases, collects differences.

    spoil is None, or the name of a question: its third answer is changed by the
    subject's own SPOIL function, and a difference has to be found.
    """

    def __init__(self, name, program, seed, scale, spoil=None, spoiler=None):
        self.name, self.program, self.scale = name, program, scale
        self.rng = random.Random(seed)
        self.cases, self.differences = 0, []
        self.asked, self.spoil, self.spoiler, self.spoilt = {}, spoil, spoiler, False

    def times(self, n):
        """How many cases of a kind are drawn."""
        return range(max(6, round(n * self.scale)))

    def ask(self, name, value):
        self.cases += 1
        self.asked[name] = self.asked.get(name, 0) + 1
        out = self.program.ask(name, value)
        if name == self.spoil and not self.spoilt and self.asked[name] >= 3:
            changed = self.spoiler(out)
            if changed is not None:
                self.spoilt = True
                return changed
        return out

    def differ(self, what, value, got, want):
        self.differences.append(
            f"{self.name}: {what}\n  in   {json.dumps(written(value), ensure_ascii=False, default=str)[:3000]}"
            f"\n  got  {got}\n  want {want}"
        )

    def equal(self, what, value, got, want):
        if got != want:
            self.differ(what, value, got, want)

    def near(self, what, value, got, want, relative=1e-9, absolute=1e-12):
        """Numbers agree within a bound; NaN agrees with NaN alone."""
        got, want = float(got), float(want)
        if math.isnan(got) and math.isnan(want) or got == want:
            return
        if not abs(got - want) <= relative * abs(want) + absolute:
            self.differ(what, value, got, want)
