"""Tenure: continuous time in the post, and the stages of part D.

Notice at 5 years, warning at 8, mandatory at 10; sensitive posts: notice at 3,
must be decided at 5, mandatory at 10 (D-5). Years are full on the anniversary;
a month is over on the same day of the next, or on that month's last."""

import datetime

from days import DAY, Office, months_later, some_day

NAME = "tenure"
ORDINARY = [(5, "notice"), (8, "warning"), (10, "mandatory")]
SENSITIVE = [(3, "notice"), (5, "decide"), (10, "mandatory")]
SPOIL = {
    "rotation.between": lambda out: {**out, "days": out["days"] + 1},
    "rotation.reached": lambda out: {**out, "now": "warning" if out["now"] != "warning" else "notice"},
    "rotation.stints": lambda out: out[:-1] if out else None,
}


def span(a, b):
    if b <= a:
        return {"years": 0, "months": 0, "days": 0}
    n = 0
    while months_later(a, n + 1) <= b:
        n += 1
    return {"years": n // 12, "months": n % 12, "days": (b - months_later(a, n)).days}


def joined(posts, office):
    """Stints as (department, post, first day, last day)."""
    out = []
    for p in posts:
        to = datetime.date.fromisoformat(p["to"]) if p["to"] else None
        since = datetime.date.fromisoformat(p["from"])
        if out and out[-1][:2] == [p["department"], p["post"]] and out[-1][3]:
            gap = [out[-1][3] + i * DAY for i in range(1, (since - out[-1][3]).days)]
            if not any(map(office.works, gap)):
                out[-1][3] = to
                continue
        out.append([p["department"], p["post"], since, to])
    return [(a, b, str(c), str(d) if d else "") for a, b, c, d in out]


def career(s):
    r = s.rng
    posts, d = [], some_day(s, 2023, 2025)
    for _ in range(r.choice([0, 1, 2, 3, r.randint(1, 9)])):
        last = d + r.choice([0, 1, 6, 30, 365, r.randint(0, 400)]) * DAY
        posts.append({"department": r.choice("ab"), "post": r.choice(["科长", "副科长"]), "from": d.isoformat(), "to": last.isoformat(), "level": r.choice(["", "正科级"])})
        if r.random() < 0.4 and len(posts) > 1:
            posts[-1].update(department=posts[-2]["department"], post=posts[-2]["post"])
        d = last + r.choice([1, 1, 2, 3, 4, 8, 9, r.randint(1, 30)]) * DAY
    if posts and r.random() < 0.5:
        posts[-1]["to"] = ""
    return posts


def run(s):
    r = s.rng
    for _ in s.times(2500):
        a = some_day(s, 1996, 2027)
        b = r.choice([a, months_later(a, r.randint(0, 400)), months_later(a, r.randint(1, 400)) - DAY, some_day(s, 1996, 2030)])
        got = s.ask("rotation.between", {"day": a.isoformat(), "until": b.isoformat()})
        s.equal(f"from {a} to {b}", [], got, span(a, b))
    for _ in s.times(2500):
        a, sensitive = some_day(s, 2000, 2027), r.random() < 0.5
        ladder = SENSITIVE if sensitive else ORDINARY
        b = r.choice([months_later(a, 12 * r.choice(ladder)[0]) - r.randint(-1, 1) * DAY, some_day(s, 2000, 2030)])
        got = s.ask("rotation.reached", {"since": a.isoformat(), "day": b.isoformat(), "sensitive": sensitive})
        reached = [stage for years, stage in ladder if months_later(a, 12 * years) <= b]
        open_ = [(stage, months_later(a, 12 * years).isoformat()) for years, stage in ladder if months_later(a, 12 * years) > b]
        want = (reached[-1] if reached else "none", *(open_[0] if open_ else ("none", "")))
        s.equal(f"stage of {a} on {b}, sensitive {sensitive}", [], (got["now"], got["next"], got["next_on"] or ""), want)
    s.ask("workday.set", [])
    office = Office({2024, 2025, 2026})
    for _ in s.times(1500):
        posts = career(s)
        got = s.ask("rotation.stints", {"appointments": posts}) or []
        s.equal("stints", posts, [(x["Department"], x["Post"], x["From"], x["To"] or "") for x in got], joined(posts, office))
