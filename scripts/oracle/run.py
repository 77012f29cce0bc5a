"""Recomputes what the program computes and fails at the first kind of difference.

usage: run.py ANSWER [--seed N] [--scale X] [--only SUBJECT] [--control]

Each subject runs twice: with a fixed seed, so that a run can be repeated, and
with a fresh one, which is printed. After that each question's answer is spoilt
once (the control): a difference that is not found fails the run."""

import argparse
import importlib
import secrets
import sys
import time

from ask import Program, Subject

SUBJECTS = ["figures", "concentration", "bonus", "assignment", "days", "tenure", "special", "totals", "appraisal"]
FIXED = 1998
SHOWN = 5  # differences printed of each subject


def measure(program, module, seed, scale):
    s = Subject(module.NAME, program, seed, scale)
    module.run(s)
    return s


def control(program, module):
    """The questions whose spoilt answer goes unnoticed."""
    missed = []
    for ask, spoiler in module.SPOIL.items():
        s = Subject(module.NAME, program, FIXED, 0.05, ask, spoiler)
        module.run(s)
        if not s.spoilt or not s.differences:
            missed.append(ask)
    return missed


def options():
    p = argparse.ArgumentParser()
    p.add_argument("answer")
    p.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    p.add_argument("--scale", type=float, default=2.0)
    p.add_argument("--only", choices=SUBJECTS)
    p.add_argument("--control", action="store_true", help="the control alone")
    return p.parse_args()


def main():
    o = options()
    program, failed = Program(o.answer), False
    print(f"seeds {FIXED} and {o.seed} (again with: scripts/oracle.sh --seed {o.seed})", flush=True)
    rows = [("subject", "cases", "differences", "control found", "seconds")]
    for name in [o.only] if o.only else SUBJECTS:
        module, began = importlib.import_module(name), time.monotonic()
        cases, differences = 0, []
        for seed in () if o.control else (FIXED, o.seed):
            s = measure(program, module, seed, o.scale)
            cases, differences = cases + s.cases, differences + s.differences
        missed = control(program, module)
        for text in differences[:SHOWN]:
            print(text, file=sys.stderr)
        for ask in missed:
            print(f"{module.NAME}: a wrong answer to {ask} was not noticed", file=sys.stderr)
        failed = failed or bool(differences or missed)
        found = f"{len(module.SPOIL) - len(missed)} of {len(module.SPOIL)}"
        rows.append((module.NAME, str(cases), str(len(differences)), found, f"{time.monotonic() - began:.0f}"))
    program.close()
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(w) for cell, w in zip(row, widths)).rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
