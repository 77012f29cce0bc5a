"""Where concerns concentrate: SPEC measure 1, rules H-18 to H-24.

A family's concerns fall by exposure alone (H-23), so a subject expects its share
of all of them; the chance of as many or more is the Poisson tail, adjusted by
Benjamini and Hochberg within the family (H-22). One reporter on one matter
counts once in thirty days. Exposure that is on record for a part of the window
is brought to the whole."""

import datetime
from fractions import Fraction

from ask import number
from figures import adjusted, upper

NAME = "concentration"
FIRST = datetime.date(2026, 1, 1)
WINDOW = 181


def spoil_family(out):
    if not out["lines"]:
        return None
    line = out["lines"][0]
    return {**out, "lines": [{**line, "count": line["count"] + 1}] + out["lines"][1:]}


SPOIL = {
    "reminder.concentrate": spoil_family,
    "reminder.once": lambda out: {**out, "counted": out["counted"][:-1]} if out["counted"] else None,
}


def counted(items, within):
    """What counts, as (reporter, matter, day): the first, then the first after its days are over."""
    days, kept = {}, []
    for item in {x["record"]: x for x in items}.values():
        days.setdefault((item["reporter"], item["matter"]), []).append(datetime.date.fromisoformat(item["on"]))
    for key, list_of in days.items():
        last = None
        for on in sorted(list_of):
            if last is None or (on - last).days > within:
                last = on
                kept.append((*key, on.isoformat()))
    return sorted(kept)


def drawn(s, subject, most):
    r = s.rng
    reporters, matters = r.choice([1, 2, 3, 20]), r.choice([1, 2, 5])
    return [
        {
            "record": f"{subject}-{i}", "subject": subject, "unit": "u", "reporter": r.randint(1, reporters), "matter": r.randint(1, matters),
            "on": (FIRST + datetime.timedelta(r.choice([0, 29, 30, 31, 60, 61, 180, r.randint(0, 180)]))).isoformat(),
            "wide": r.random() < 0.02,
        }
        for i in range(r.choice([0, 0, 1, 3, r.randint(0, most)]))
    ]


def once(s):
    r = s.rng
    for _ in s.times(1500):
        items = drawn(s, "a", 40)
        items += r.sample(items, r.randint(0, len(items)))  # copies
        r.shuffle(items)
        within = r.choice([0, 1, 30, 30, 30, 365])
        got = s.ask("reminder.once", {"items": items, "within": within})["counted"] or []
        s.equal("what counts", [items, within], sorted((x["reporter"], x["matter"], x["on"]) for x in got), counted(items, within))


def whole(count, days):
    """Exposure of the whole window, rounded half up to the hundredth."""
    if not days or days >= WINDOW:
        return count
    return int(Fraction(count * WINDOW, days) + Fraction(1, 2))


def family(s, scaled):
    r = s.rng
    names = [f"s{i}" for i in range(r.choice([0, 1, 2, 5, r.randint(1, 25)]))]
    common = r.choice([0, 100, 12345])
    exposed = [
        {"id": n, "name": n, "count": common or r.choice([0, 1, 100, r.randint(0, 100000), r.randint(0, 10**9)]), "days": r.choice([WINDOW, 30, 1, r.randint(1, WINDOW)]) if scaled else WINDOW}
        for n in names
    ]
    by = {n: drawn(s, n, r.choice([5, 60])) for n in names + ["nobody"]}
    return exposed, by


def check(s, exposed, by, limits):
    value = {"exposed": exposed, "by": by, "limits": limits}
    got = s.ask("reminder.concentrate", value)
    use = {e["id"]: whole(e["count"], e["days"]) for e in exposed if e["count"] > 0}
    kept = {n: counted(items, limits["within"]) for n, items in by.items()}
    total, exposure = sum(len(kept.get(n, ())) for n in use), sum(use.values())
    s.equal("total", value, got["total"], total)
    s.equal("exposure", value, got["exposure"], exposure)
    lines = {line["id"]: line for line in got["lines"] or []}
    names = sorted(use)
    mu = {n: Fraction(total * use[n], exposure) for n in names}
    p = [float(upper(len(kept[n]), float(mu[n]))) for n in names]
    q = dict(zip(names, adjusted(p)))
    for n, chance in zip(names, p):
        line = lines.get(n)
        if line is None:
            s.differ(f"line of {n}", value, None, "a line")
            continue
        reporters = len({x[0] for x in kept[n]})
        s.equal(f"count of {n}", value, (line["count"], line["reporters"], line["testable"]), (len(kept[n]), reporters, True))
        s.near(f"expectation of {n}", value, number(line["expected"]), float(mu[n]))
        s.near(f"chance of {n}", value, number(line["p"]), chance, 1e-8, 1e-290)
        s.near(f"adjusted chance of {n}", value, number(line["adjusted"]), q[n], 1e-8, 1e-290)
        alert, hint = limits["alert"] / 10000, limits["hint"] / 10000
        if min(abs(q[n] - alert), abs(q[n] - hint)) < 1e-9:
            continue
        level = "alert" if q[n] <= alert else "hint" if q[n] <= hint else "none"
        few = level != "none" and reporters < limits["floor"]
        s.equal(f"level of {n}", value, (line["level"], line["below_floor"]), ("none" if few else level, few))
        s.equal(f"wide impact of {n}", value, line["wide"], any(x["wide"] for x in by[n]))
    for n, line in lines.items():
        if n not in use and (line["testable"] or line["level"] != "none" or number(line["p"]) != 1):
            s.differ(f"{n} without exposure", value, line, "no test")


def run(s):
    once(s)
    for i in s.times(800):
        scaled = i % 2 == 1
        limits = {"within": 30, "floor": 3, "alert": 500, "hint": 1000, "window": WINDOW if scaled else 0}
        exposed, by = family(s, scaled)
        if not exposed:
            by = {"nobody": by["nobody"]}
        check(s, exposed, by, limits)
