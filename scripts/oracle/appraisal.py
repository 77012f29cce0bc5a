"""Results of an appraisal by committees: rules G-1 to G-4, H-1 to H-5, H-13.

A mark is the items' points by their weights. A cadre's figures come from all
committees together and are shown from the floor of ballots on (5). Members do not
mark their relatives; a committee with a single rater signs and casts no ballot.

Then the attack: every mark of the round is an unknown, every mean that is shown of
anybody is an equation, a mean corrected for severity too. Nothing may follow of
marks that stand on fewer ballots than the floor: of one cadre by some committees,
or of one committee on all its cadres."""

import itertools
import math
from fractions import Fraction

import numpy

from figures import connected, forms, squares
from totals import FLOOR, half_up, mean, trimmed

NAME = "appraisal"
ITEMS = [{"code": "1", "weight": 60}, {"code": "2", "weight": 40}]


def spoil(out):
    for person, x in sorted(out["results"].items()):
        if x["shown"]:
            return {**out, "results": {**out["results"], person: {**x, "mean": x["mean"] + 1}}}
    return None


SPOIL = {"appraisal.compute": spoil}


def round_of(s):
    r = s.rng
    calm = r.random() < 0.4
    committees = [{"ID": f"k{i}", "Name": f"k{i}", "Served": [], "Members": []} for i in range(r.randint(1, 4))]
    cadres = []
    for c in range(r.randint(1, 5)):
        ties = [k for k in committees if r.random() < 0.5] or [committees[0]]
        for k in ties:
            k["Served"].append(f"c{c}")
        cadres.append({"person": f"c{c}", "name": f"c{c}", "committees": [{"committee": k["ID"], "name": k["ID"]} for k in ties]})
    kind, voters = r.randrange(4), []
    boxes = {}
    for k in committees:
        size = r.choice([1, 2, 4, 5, 6, 9, 10, r.randint(1, 12)])
        k["Members"] = [{"ID": f"{k['ID']}m{i}", "Name": "x", "Signs": i == 0, "Relatives": []} for i in range(size)]
        for m in k["Members"]:
            voters.append(m["ID"])
            if k["Served"] and not calm and r.random() < 0.08:
                m["Relatives"] = [r.choice(k["Served"])]
        boxes[k["ID"]] = [
            [marked(s, kind, who, calm) for who in k["Served"] if who not in m["Relatives"]]
            for m in k["Members"] if calm or r.random() > 0.12
        ]
        boxes[k["ID"]] = [b for b in boxes[k["ID"]] if b]
    return {"items": ITEMS, "cadres": cadres, "committees": committees, "voters": voters, "boxes": boxes}


def marked(s, kind, who, calm):
    r = s.rng
    if not calm and r.random() < 0.08:
        return {"p": who}
    one = {0: lambda: r.randint(1, 100), 1: lambda: 85, 2: lambda: r.choice([1, 100]), 3: lambda: r.choice([59, 60, 79, 80, 89, 90])}[kind]
    return {"p": who, "m": [one(), one()]}


def points(mark):
    return Fraction(sum(i["weight"] * p for i, p in zip(ITEMS, mark["m"])), 100)


class Mark:
    """A usable mark: which committee, which ballot, whom."""

    def __init__(self, committee, ballot, mark):
        self.committee, self.ballot, self.person = committee, f"{committee}#{ballot}", mark["p"]
        self.items, self.points = mark["m"], points(mark)


def marks_of(value, named):
    return [
        Mark(k, i, m)
        for k, box in value["boxes"].items() if k not in named
        for i, b in enumerate(box) for m in b if m.get("m")
    ]


def figures(s, value, who, got, marks):
    own = [m for m in marks if m.person == who]
    if not got["shown"]:
        told = [got[k] for k in ("mean", "trimmed", "sd", "fair")]
        if any(told) or got["bands"] or got["items"] or any(p["mean"] for p in got["panels"] or []):
            s.differ(f"{who} is not shown and has figures", value, got, "nothing")
        return
    if len(own) < FLOOR:
        s.differ(f"{who} is shown under the floor", value, got, f"{len(own)} usable")
        return
    s.equal(f"usable ballots on {who}", value, got["usable"], len(own))
    x = [m.points for m in own]
    s.equal(f"mean of {who}", value, got["mean"], half_up(mean(x)))
    s.equal(f"trimmed mean of {who}", value, got["trimmed"], half_up(trimmed(x)))
    variance = sum((v - mean(x)) ** 2 for v in x) / (len(x) - 1)
    if abs(math.sqrt(variance) * 100 % 1 - 0.5) > 1e-6:
        s.equal(f"SD of {who}", value, got["sd"], round(math.sqrt(variance) * 100))
    if got["items"]:
        for i, item in enumerate(got["items"]):
            s.equal(f"item {i} of {who}", value, item["mean"], half_up(mean([m.items[i] for m in own])))
    if got["bands"]:
        edges = [90, 80, 60, 0]
        want = [sum(edges[i] <= v and (i == 0 or v < edges[i - 1]) for v in x) for i in range(4)]
        s.equal(f"bands of {who}", value, [b["count"] for b in got["bands"]], want)
    for p in got["panels"] or []:
        here = [m.points for m in own if m.committee == p["committee"]]
        if p["state"] == "shown":
            s.equal(f"mean of {who} by {p['committee']}", value, p["mean"], half_up(mean(here)))
            if len(here) < FLOOR:
                s.differ(f"{who} by {p['committee']} is shown under the floor", value, p, len(here))
        elif p["mean"]:
            s.differ(f"{who} by {p['committee']} is not shown and has a mean", value, p, 0)


def severity(marks):
    """How every cadre's corrected mean is made of the marks, a row for each cadre."""
    who = sorted({m.person for m in marks})
    by = sorted({m.ballot for m in marks})
    a = numpy.zeros((len(marks) + 1, len(who) + len(by)))
    for i, m in enumerate(marks):
        a[i, who.index(m.person)] = a[i, len(who) + by.index(m.ballot)] = 1
    a[-1, len(who) :] = 1
    inverse = numpy.linalg.pinv(a)[:, : len(marks)]
    return {name: inverse[i] for i, name in enumerate(who)}


def agreement(s, value, got, marks):
    """The intraclass correlation over the cadres whose figures are shown, in
    thousandths: of the marks of each where raters differ (one-way), of the whole
    table where every rater marked everybody (two-way)."""
    shown = sorted(who for who, x in got["results"].items() if x["shown"])
    if not shown:
        return
    said = got["results"][shown[0]]["agreement"]
    groups = [[m.points for m in marks if m.person == who] for who in shown]
    flat = [v for g in groups for v in g]
    if len(shown) < 2 or len(set(flat)) == 1:
        s.equal("agreement of too few or of equal marks", value, said["form"], "")
        return
    s.equal("agreement is of all who are shown", value, said["cadres"], len(shown))
    ballots = sorted({m.ballot for m in marks})
    table = {(m.person, m.ballot): m.points for m in marks}
    full = all((who, b) in table for who in shown for b in ballots)
    if said["why"] == "alike":
        of = forms([[table[who, b] for b in ballots] for who in shown], 0.95)[0] if full else {}
        if len({mean(g) for g in groups}) > 1 and not (full and None in (of["2,1"], of["2,k"])):
            s.differ("no agreement, the means being alike", value, said, "a value")
        return
    if said["form"] == "twoway":
        if not full:
            s.differ("two-way agreement of an incomplete table", value, said, "one-way")
            return
        of, span = forms([[table[who, b] for b in ballots] for who in shown], 0.95)
        single, whole, ends = of["2,1"], of["2,k"], span["2,k"]
    elif said["form"] == "oneway":
        n = len(flat)
        within = sum(squares(g) for g in groups)
        b, w = (squares(flat) - within) / (len(groups) - 1), within / (n - len(groups))
        k0 = (n - Fraction(sum(len(g) ** 2 for g in groups), n)) / (len(groups) - 1)
        single, whole, ends = (b - w) / (b + (k0 - 1) * w), (b - w) / b if b else None, None
        s.near("usual number of raters", value, said["raters"], float(k0) * 1000, 0, 0.5001)
    else:
        s.differ("no agreement", value, said, "a value")
        return
    for what, have, want in (("agreement of one", said["single"], single), ("agreement of the mean", said["mean"], whole)):
        if want is not None:
            s.near(what, value, have, float(want) * 1000, 1e-7, 0.5001)
    if ends and said["ranged"]:
        s.near("agreement, low", value, said["low"], ends[0] * 1000, 1e-6, 0.5001)
        s.near("agreement, high", value, said["high"], ends[1] * 1000, 1e-6, 0.5001)


def attack(s, value, got, marks):
    rows = []
    for who, x in got["results"].items():
        if x["shown"]:
            rows.append([m.person == who for m in marks])
        for p in x["panels"] or []:
            if p["state"] == "shown":
                rows.append([m.person == who and m.committee == p["committee"] for m in marks])
    fair = [who for who, x in got["results"].items() if x["shown"] and not x["fair_why"]]
    if fair:
        if not connected([{"Rater": m.ballot, "Ratee": m.person} for m in marks]):
            s.differ("corrected for severity although nothing connects the raters", value, fair, "no correction (H-13)")
            return
        how = severity(marks)
        x = numpy.array([float(m.points) for m in marks])
        for who in fair:
            want = float(how[who] @ x) * 100
            if abs(want % 1 - 0.5) > 1e-6:
                s.equal(f"corrected mean of {who}", value, got["results"][who]["fair"], math.floor(want + 0.5))
            rows.append(how[who])
    if not rows:
        return
    a = numpy.array(rows, float)
    rank = numpy.linalg.matrix_rank(a)
    for what, inside in small(marks):
        rest = [i for i in range(len(marks)) if i not in inside]
        if (numpy.linalg.matrix_rank(a[:, rest]) if rest else 0) < rank:
            s.differ("what can be solved for", value, what, "nothing on fewer ballots than the floor")
            return


def small(marks):
    """Sets of marks that stand on fewer ballots than the floor."""
    for who in sorted({m.person for m in marks}):
        own = [i for i, m in enumerate(marks) if m.person == who]
        ks = sorted({marks[i].committee for i in own})
        for n in range(1, len(ks) + 1):
            for some in itertools.combinations(ks, n):
                inside = {i for i in own if marks[i].committee in some}
                if len(inside) < FLOOR:
                    yield f"{who} by {some}", inside
    for k in sorted({m.committee for m in marks}):
        inside = {i for i, m in enumerate(marks) if m.committee == k}
        if len({marks[i].ballot for i in inside}) < FLOOR:
            yield f"all of {k}", inside


def run(s):
    for _ in s.times(1500):
        value = round_of(s)
        got = s.ask("appraisal.compute", value)
        named = {p["committee"] for p in got["panels"] if p["named"]}
        for k, p in zip(value["committees"], got["panels"]):
            s.equal(f"{k['ID']} signs", value, p["named"], bool(k["Served"]) and raters(k) == 1)
        marks = marks_of(value, named)
        for who, x in got["results"].items():
            figures(s, value, who, x, marks)
        agreement(s, value, got, marks)
        attack(s, value, got, marks)


def raters(k):
    """Members who may mark somebody."""
    return sum(any(who not in m["Relatives"] for who in k["Served"]) for m in k["Members"])
