"""Who may get which grade in which year: rules A-30 to A-39 and C-17, for civil
servants. The tables of penalties count by the year of the decision (A-34, A-35,
A-38); leave and secondment over half of the calendar year (A-31, A-37); of several
cases the one that weighs heavier on the grade counts (A-39).

Left out, because the rules say nothing or leave it open: dismissal from the
service (开除, no row), and what weighs heavier where an open investigation or a
leave meets a penalty that makes the year incompetent."""

import datetime

from days import DAY, months_later, some_day

NAME = "special cases"
TOP, NO, WORST = "not_excellent", "comment_only", "incompetent"
# what a decision does in its own year and in the years after it
TABLE = {
    "warning": [TOP], "demerit": [NO], "serious_demerit": [NO, NO], "demotion": [NO, NO], "removal": [NO, NO],
    "party_warning": [TOP], "party_serious_warning": [NO], "party_removal": [WORST], "party_probation_1": [WORST, NO],
    "party_probation_2": [WORST, NO, NO], "party_expulsion": [WORST, NO, NO],
    "adjusted": [TOP], "resignation": [NO], "relieved": [NO], "demoted": [NO], "admonition": [TOP], "suspended": [],
}
ALL = ["excellent", "competent", "basic", "incompetent"]
OPEN = {TOP: ALL[1:], NO: ["none"], WORST: ["incompetent"]}


def spoil(out):
    return {**out, "allowed": ["excellent"] if out["allowed"] != ["excellent"] else ["none"]}


SPOIL = {"assessment.eligibility": spoil}


def date_of(text):
    return datetime.date.fromisoformat(text) if text else None


def days_away(absences, kind, day):
    """Different days of day's year, up to it."""
    away, first = set(), datetime.date(day.year, 1, 1)
    for a in absences:
        if a["kind"] == kind:
            d, last = max(date_of(a["from"]), first), min(date_of(a["to"]) or day, day)
            while d <= last:
                away.add(d)
                d += DAY
    return len(away)


def follows(absences, day):
    """Pairs of kind and consequence."""
    out = set()
    for a in absences:
        effects, since = TABLE.get(a["kind"], []), date_of(a["from"])
        if since <= day and 0 <= day.year - since.year < len(effects):
            out.add((a["kind"], effects[day.year - since.year]))
        # its last day is the day on which it was closed, and from then on it is
        if a["kind"] == "investigation" and since <= day and (not a["to"] or date_of(a["to"]) > day):
            out.add(("investigation", "deferred"))
        # a probation is a year (Civil Servant Law) where no last day is recorded
        if a["kind"] == "probation" and since <= day <= (date_of(a["to"]) or months_later(since, 12) - DAY):
            out.add(("probation", "comment_only"))
    year = (datetime.date(day.year + 1, 1, 1) - datetime.date(day.year, 1, 1)).days
    if 2 * days_away(absences, "leave", day) > year:
        out.add(("leave", "no_grade"))
    if 2 * days_away(absences, "seconded", day) > year:
        out.add(("seconded", "assessed_elsewhere"))
    return out


def grades(found):
    """The grades left open; None where the rules leave it open."""
    words = {c for _, c in found}
    if "assessed_elsewhere" in words:
        return []  # this office gives nothing, not even "no grade"
    if words & {"deferred", "no_grade"}:
        return None if WORST in words else ["none"]
    for word in (WORST, NO, TOP):
        if word in words:
            return OPEN[word]
    return ALL


def drawn(s, day):
    r = s.rng
    out = []
    for _ in range(r.choice([0, 1, 1, 2, 3, 5])):
        kind = r.choice(list(TABLE) + ["leave", "leave", "seconded", "investigation", "probation"])
        since = some_day(s, day.year - 3, day.year)
        if kind in ("leave", "seconded"):
            length = r.choice([181, 182, 183, 184, r.randint(0, 250)])
            since = datetime.date(day.year, 1, 1) + r.randint(-100, 180) * DAY
        elif kind == "probation":
            length = (months_later(since, 12) - since).days - 1
        else:
            length = r.choice([0, 30, 182, 365, 700])
        to = "" if r.random() < 0.2 else (since + length * DAY).isoformat()
        out.append({"kind": kind, "from": since.isoformat(), "to": to, "source": "文号"})
    return out


def run(s):
    r = s.rng
    for _ in s.times(5000):
        day = r.choice([datetime.date(2026, 12, 31), datetime.date(2028, 12, 31), some_day(s, 2026, 2029)])
        absences = drawn(s, day)
        joined = datetime.date(2010, 1, 1) if r.random() < 0.8 else datetime.date(day.year, 3, 1)
        value = {"day": day.isoformat(), "joined": joined.isoformat(), "establishment": "行政编", "absences": absences}
        got, want = s.ask("assessment.eligibility", value), follows(absences, day)
        found = {(f["kind"], f["consequence"]) for f in got["findings"] or []}
        # who was transferred in brings material, which bars no grade; a newcomer on probation was not
        s.equal("what follows", value, sorted(f for f in found if f[1] != "material"), sorted(want))
        if joined.year == day.year and joined <= day and not any(a["kind"] == "probation" for a in absences):
            s.equal("material of the earlier office", value, ("transfer", "material") in found, True)
        open_ = grades(want)
        if open_ is not None:
            s.equal("grades left open", value, sorted(got["allowed"] or []), sorted(open_))
