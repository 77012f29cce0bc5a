"""Working days and deadlines, counted day by day.

The notices of 2018 to 2026 come from the package chinesecalendar; beyond them the
statutory holidays of L-5 count, of the revision in force: lunar ones from the
package borax, 清明 from the longitude of the sun (Meeus, Astronomical
Algorithms, ch. 25). Terms: 民法典 art. 201 to 203; the numbers are those of
rules.md."""

import datetime
import math

import chinese_calendar
from borax.calendars.lunardate import LunarDate
from chinese_calendar import constants

NAME = "working days, deadlines"
DAY = datetime.timedelta(1)
SPOIL = {
    "workday.year": lambda out: [{**out[0], "works": not out[0]["works"]}] + out[1:],
    "workday.add": lambda out: {**out, "day": moved(out["day"])},
    "workday.between": lambda out: {**out, "n": out["n"] + 1},
    "workday.after": lambda out: {**out, "day": moved(out["day"])},
    "desk.due": lambda out: moved(out),
}
# key in the rule pack: length, unit, row of rules.md
TERMS = {
    "reminder.inquiry.answer": (15, "working", "C-6"), "reminder.admonition.criticism": (5, "working", "C-8"),
    "reminder.admonition.report": (6, "months", "C-9"), "complaint.accept": (15, "days", "C-29"), "complaint.done": (60, "days", "C-29"),
    "complaint.named.receipt": (15, "working", "C-27"), "complaint.named.result": (15, "working", "C-27"),
    "assessment.notice": (5, "working", "A-16"), "assessment.review.apply": (30, "days", "A-60"), "assessment.review.answer": (30, "days", "A-61"),
    "assessment.appeal.apply": (15, "days", "A-62"), "assessment.appeal.decision": (60, "days", "A-63"), "handling.appeal.answer": (1, "months", "A-65"),
    "penalty.file": (1, "months", "C-24"), "penalty.file.longest": (6, "months", "C-24"), "file.deadline": (1, "months", "J-15"),
    "declaration.change": (30, "days", "F-6"), "mentor.length": (12, "months", "D-13"), "mentor.probation": (12, "months", "D-11"),
}
EXTENDED = {"complaint.done": ("complaint.extension", 90), "assessment.appeal.decision": ("assessment.appeal.extension", 90)}


def moved(day):
    return (datetime.date.fromisoformat(day) + DAY).isoformat()


def longitude(t):
    """The sun's apparent longitude in degrees at a moment of Beijing time, to about 0.01."""
    c = ((t - datetime.datetime(2000, 1, 1, 20)).total_seconds() + 69) / 86400 / 36525
    mean = 280.46646 + 36000.76983 * c + 0.0003032 * c * c
    anomaly = math.radians(357.52911 + 35999.05029 * c - 0.0001537 * c * c)
    centre = (1.914602 - 0.004817 * c) * math.sin(anomaly) + (0.019993 - 0.000101 * c) * math.sin(2 * anomaly) + 0.000289 * math.sin(3 * anomaly)
    node = math.radians(125.04 - 1934.136 * c)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def qingming(year):
    """The day in April on which the sun reaches 15 degrees."""
    for d in range(3, 7):
        if longitude(datetime.datetime(year, 4, d) + DAY) >= 15:
            return datetime.date(year, 4, d)
    raise ValueError(year)


def lunar(year, month, day):
    return LunarDate(year, month, day).to_solar_date()


def statutory(year):
    """The statutory holidays of a year by the revision in force (L-5 from 2025)."""
    on = datetime.date
    days = {on(year, 1, 1)} | {on(year, 10, d) for d in (1, 2, 3)}
    first = lunar(year, 1, 1)
    spring = {2025: range(-1, 3), 2014: range(0, 3), 2008: range(-1, 2), 2000: range(0, 3)}
    days |= {first + i * DAY for i in next(spring[y] for y in spring if year >= y)}
    days |= {on(year, 5, d) for d in ((1, 2) if year >= 2025 else (1,) if year >= 2008 else (1, 2, 3))}
    if year >= 2008:
        days |= {qingming(year), lunar(year, 5, 5), lunar(year, 8, 15)}
    return days


STATUTORY = {y: statutory(y) for y in range(2000, 2051)}


def year_file(year):
    """A notice as a year file, from chinesecalendar."""
    off = sorted(d for d in constants.holidays if d.year == year)
    runs = []
    for d in off:
        if runs and runs[-1]["to"] == d - DAY:
            runs[-1]["to"] = d
        else:
            runs.append({"name": f"假{len(runs)}", "from": d, "to": d})
    return {
        "year": year, "source": "chinesecalendar", "document": "", "issued": f"{year - 1}-11-20", "status": "unverified",
        "holidays": [{**x, "from": x["from"].isoformat(), "to": x["to"].isoformat()} for x in runs],
        "workdays": [{"date": d.isoformat(), "for": "调休"} for d in sorted(constants.workdays) if d.year == year],
    }


class Office:
    """What an office works by, with the notices of some years."""

    def __init__(self, covered):
        self.covered = covered

    def works(self, d):
        if d.year in self.covered:
            return d in constants.workdays or d not in constants.holidays and d.weekday() < 5
        return d.weekday() < 5 and d not in STATUTORY.get(d.year, ())

    def add(self, d, n):
        years, step = set(), DAY if n > 0 else -DAY
        while n:
            d += step
            years.add(d.year)
            n -= (n > 0) - (n < 0) if self.works(d) else 0
        return d, sorted(years - self.covered)

    def between(self, a, b):
        if a <= b:
            return sum(self.works(a + i * DAY) for i in range(1, (b - a).days + 1))
        return -sum(self.works(b + i * DAY) for i in range((a - b).days))

    def after(self, d):
        while not self.works(d):
            d += DAY
        return d


def months_later(d, n):
    """The same day n months on, or that month's last (art. 202)."""
    y, m = divmod(d.year * 12 + d.month - 1 + n, 12)
    last = (datetime.date(y + (m == 11), (m + 1) % 12 + 1, 1) - DAY).day
    return datetime.date(y, m + 1, min(d.day, last))


def some_day(s, first, last):
    r = s.rng
    y = r.randint(first, last)
    ends = [(1, 1), (1, 31), (2, 28), (3, 31), (4, 30), (5, 1), (8, 31), (9, 30), (10, 7), (12, 31), (2, 1), (11, 30)]
    if y % 4 == 0:
        ends.append((2, 29))
    if r.random() < 0.4:
        return datetime.date(y, *r.choice(ends))
    return datetime.date(y, 1, 1) + r.randint(0, 364) * DAY


def calendars(s):
    """Every day of the shipped years, of the years of notices given, and of those without."""
    s.ask("workday.set", [])
    for year in range(2000, 2051):
        got = s.ask("workday.year", year)
        d = datetime.date(year, 1, 1)
        office = Office({2024, 2025, 2026})
        for one in got:
            s.cases += 1
            s.equal(f"statutory holiday on {d}", one["statutory"], bool(one["statutory"]), d in STATUTORY[year])
            s.equal(f"works on {d}", one, one["works"], office.works(d))
            if year > 2026 and not one["unsettled"]:
                s.differ(f"a deadline on {d}", one, "settled", "depends on a notice that is not published")
            if year in (2024, 2025, 2026):
                s.equal(f"chinesecalendar on {d}", one, one["works"], chinese_calendar.is_workday(d))
            d += DAY


def counting(s, office, first, last):
    r = s.rng
    for _ in s.times(1200):
        d = some_day(s, first, last)
        n = r.choice([1, -1, 5, 15, 0, r.randint(-60, 60), r.randint(-300, 300)])
        got = s.ask("workday.add", {"day": d.isoformat(), "n": n})
        want, missing = office.add(d, n)
        s.equal(f"{n} working days after {d}", sorted(office.covered), (got["day"], got["missing"] or []), (want.isoformat(), missing))
        e = some_day(s, first, last) if r.random() < 0.5 else d + r.randint(-40, 40) * DAY
        got = s.ask("workday.between", {"day": d.isoformat(), "until": e.isoformat()})
        s.equal(f"working days from {d} to {e}", sorted(office.covered), got["n"], office.between(d, e))
        got = s.ask("workday.after", {"day": d.isoformat()})
        s.equal(f"on or after {d}", sorted(office.covered), got["day"], office.after(d).isoformat())


def deadlines(s, office, first, last):
    r = s.rng
    for _ in s.times(1500):
        d = some_day(s, first, last)
        key = r.choice(list(TERMS))
        n, unit, row = TERMS[key]
        if unit == "working":
            want = office.add(d, n)[0]
        else:
            want = office.after(d + n * DAY if unit == "days" else months_later(d, n))
        got = s.ask("desk.due", {"day": d.isoformat(), "rule": key})
        s.equal(f"{row} {key} after {d}", sorted(office.covered), got, want.isoformat())
        key = r.choice(list(EXTENDED))
        more, days = EXTENDED[key]
        got = s.ask("desk.due", {"day": d.isoformat(), "rule": key, "more": more})
        s.equal(f"{key} extended after {d}", sorted(office.covered), got, office.after(d + days * DAY).isoformat())


def run(s):
    calendars(s)
    shipped = Office({2024, 2025, 2026})
    counting(s, shipped, 2023, 2028)
    deadlines(s, shipped, 2024, 2027)
    s.ask("workday.set", [year_file(y) for y in range(2018, 2027)])
    full = Office(set(range(2018, 2027)))
    counting(s, full, 2017, 2027)
    deadlines(s, full, 2018, 2026)
    s.ask("workday.set", [])
