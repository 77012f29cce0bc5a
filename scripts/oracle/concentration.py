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
    lines = [{**x, "adjusted": x["adjusted"] / 2 + 0.3} if x["testable"] else x for x in out["lines"] or []]
    return {**out, "lines": lines} if lines != out["lines"] else None


SPOIL = {
    "reminder.concentrate": spoil_family,
    "reminder.within": lambda out: {**out, "units": {}} if out["units"] else None,
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


def span(s):
    """First and last day of a month or a quarter around the window."""
    month = s.rng.randint(0, 17)
    length = s.rng.choice([1, 1, 3])
    first = datetime.date(2025 + (9 + month) // 12, (9 + month) % 12 + 1, 1)
    after = first.year * 12 + first.month - 1 + length
    return first, datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(1)


def exposures(s):
    """What records of months and quarters say of a window: counts by their share of
    days, to a hundredth for each record; every day once."""
    r = s.rng
    for _ in s.times(1500):
        first = FIRST + datetime.timedelta(r.randint(-20, 60))
        last = first + datetime.timedelta(r.choice([0, 30, 180, r.randint(0, 200)]))
        records = []
        for _ in range(r.choice([0, 1, 3, r.randint(1, 10)])):
            a, b = span(s)
            people = [{"person": p, "name": p, "count": r.choice([0, 7, r.randint(0, 10**7)])} for p in "xyz" if r.random() < 0.6]
            records.append({
                "period": "p", "from": a.isoformat(), "to": b.isoformat(), "basis": r.choice(["cases", "cases", "residents"]), "unit": r.choice("ab"),
                "unit_name": "u", "count": r.choice([0, 1, r.randint(0, 10**7)]), "people": people,
            })
        value = {"records": records, "first": first.isoformat(), "last": last.isoformat()}
        got = s.ask("reminder.within", value)
        days = [first + datetime.timedelta(i) for i in range((last - first).days + 1)]
        want = {"units": {}, "people": {}}
        for x in records:
            a, b = datetime.date.fromisoformat(x["from"]), datetime.date.fromisoformat(x["to"])
            inside = [d for d in days if a <= d <= b]
            if x["basis"] != "cases" or not inside:
                continue
            share = Fraction(len(inside), (b - a).days + 1)
            for kind, who, n in [("units", x["unit"], x["count"])] + [("people", p["person"], p["count"]) for p in x["people"]]:
                count, covered, records_of = want[kind].get(who, (0, set(), 0))
                want[kind][who] = count + n * 100 * share, covered | set(inside), records_of + 1
        for kind, all_of in want.items():
            s.equal(f"who is exposed, {kind}", value, sorted(got[kind]), sorted(all_of))
            for who, (count, covered, n) in all_of.items():
                one = got[kind].get(who) or {"count": -1, "days": -1}
                s.equal(f"days of {who}", value, one["days"], len(covered))
                if not count - n < one["count"] <= count:
                    s.differ(f"exposure of {who}", value, one["count"], float(count))


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
        if n not in use:
            s.equal(f"count of {n} without exposure", value, line["count"], len(kept.get(n, ())))
        if n not in use and (line["testable"] or line["level"] != "none" or number(line["p"]) != 1):
            s.differ(f"{n} without exposure", value, line, "no test")


def run(s):
    once(s)
    exposures(s)
    for i in s.times(800):
        scaled = i % 2 == 1
        limits = {"within": 30, "floor": 3, "alert": 500, "hint": 1000, "window": WINDOW if scaled else 0}
        exposed, by = family(s, scaled)
        if not exposed:
            by = {"nobody": by["nobody"]}
        check(s, exposed, by, limits)
