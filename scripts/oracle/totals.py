"""Totals of an assessment: weighted groups of raters (G-1 to G-4), merging and
hiding under the floor (H-1 to H-5), signals (B-11), quota (A-5 to A-7).

A ballot's points are the plain mean of the five contents; a group's mean is that
of its usable ballots; the total is the groups' means by their weights, groups
without ballots left out. Beside the figures: what a reader of all that is shown can
solve for. The means of the groups are the unknowns, every shown figure is an
equation; no combination that stands on fewer ballots than the floor may follow."""

from fractions import Fraction

import numpy

NAME = "assessment totals"
FLOOR = 5
CONTENTS = ["virtue", "ability", "diligence", "results", "integrity"]
GRADES = ["excellent", "competent", "basic", "incompetent"]
CODES = [("leaders", 3500), ("peers", 2500), ("served", 4000)]
SPOIL = {
    "assessment.compute": lambda out: {**out, "total": out["total"] + 1} if out["shown"] else None,
    "assessment.quota": lambda out: out + 1,
}


def half_up(x):
    """Hundredths of a point, one rounding at the end."""
    return int(x * 100 + Fraction(1, 2)) if x >= 0 else -int(-x * 100 + Fraction(1, 2))


def ballot(s, kind):
    r = s.rng
    if r.random() < 0.06:
        return {"abstain": True}
    mark = {0: lambda: r.randint(0, 100), 1: lambda: 85, 2: lambda: r.choice([0, 100]), 3: lambda: r.randint(80, 95)}[kind]
    return {**{c: mark() for c in CONTENTS}, "grade": r.choice(GRADES[:2] + GRADES)}


def cast_of(s):
    r = s.rng
    kind, out = r.randrange(4), []
    for code, weight in CODES:
        n = r.choice([0, 1, 2, 4, 5, 6, 9, 10, 11, r.randint(0, 30)])
        ballots = [ballot(s, kind) for _ in range(n)]
        out.append({"code": code, "weight": weight, "eligible": n + r.choice([0, 0, 1, 5, n]), "ballots": ballots})
    if r.random() < 0.3:
        w = sorted(r.sample(range(1, 10000), 2))
        for c, weight in zip(out, (w[0], w[1] - w[0], 10000 - w[1])):
            c["weight"] = weight
    return out


def mean(list_of):
    return Fraction(sum(list_of), len(list_of))


def trimmed(points):
    """G-4; None below five ballots."""
    n = len(points)
    if n < 5:
        return None
    cut = 1 if n < 10 else n // 10
    return mean(sorted(points)[cut : n - cut])


class Group:
    def __init__(self, c):
        self.code, self.weight = c["code"], c["weight"]
        self.usable = [b for b in c["ballots"] if not b.get("abstain")]
        self.n = len(self.usable)
        self.points = [Fraction(sum(b[k] for k in CONTENTS), 5) for b in self.usable]
        if self.n:
            self.mean = mean(self.points)
            self.contents = [mean([b[k] for b in self.usable]) for k in CONTENTS]
        self.votes = [sum(b["grade"] == g for b in self.usable) for g in GRADES]


def by_weight(groups, figure):
    return sum(g.weight * figure(g) for g in groups) / Fraction(sum(g.weight for g in groups))


def by_block(got, by, figure):
    """The total by blocks. The rules re-weight a group without ballots; of a group
    that only abstained they say nothing. Its weight stays with the groups that it
    was merged with or hidden beside, so that the total does not tell of it."""
    blocks = [b["codes"] for b in got["groups"] if b["state"] == "shown"]
    blocks.append([c for b in got["groups"] if b["state"] in ("hidden", "complement") for c in b["codes"]])
    total, weights = Fraction(0), 0
    for codes in blocks:
        inside = [by[c] for c in codes if by[c].n]
        if inside:
            weight = sum(by[c].weight for c in codes)
            total, weights = total + weight * by_weight(inside, figure), weights + weight
    return total / weights


def figures(s, value, got, groups):
    usable, returned = sum(g.n for g in groups), sum(len(c["ballots"]) for c in value["cast"])
    eligible = sum(c["eligible"] for c in value["cast"])
    s.equal("ballots", value, (got["eligible"], got["returned"]), (eligible, returned))
    s.equal("usable ballots, untold below the floor", value, got.get("usable", 0), usable if returned >= FLOOR else 0)
    invalid = []
    if eligible and Fraction(returned, eligible) < Fraction(2, 3):
        invalid.append("attendance")
    if returned >= FLOOR and Fraction(usable, returned) < Fraction(4, 5):
        invalid.append("usable")
    if eligible and returned:
        s.equal("validity", value, got["invalid"] or [], invalid)
    by = {g.code: g for g in groups}
    if usable < FLOOR and got["shown"]:
        s.differ("shown under the floor", value, got, "nothing")
    if usable and not got["invalid"] and all(g.n >= FLOOR or not c["ballots"] for g, c in zip(groups, value["cast"])):
        states = sorted(b["state"] for b in got["groups"] if b["state"] != "empty")
        s.equal("nothing to hide", value, (got["shown"], states), (True, ["shown"] * sum(g.n > 0 for g in groups)))
    for block in got["groups"]:
        inside = [by[c] for c in block["codes"] if by[c].n]
        if block["state"] != "shown":
            if block["mean"] or block["trimmed"] or any(block["contents"] or []) or any(block["votes"].values()):
                s.differ("a group that is not shown has figures", value, block, "nothing")
            continue
        s.equal("mean of " + "+".join(block["codes"]), value, block["mean"], half_up(by_weight(inside, lambda g: g.mean)))
        s.equal("weight of " + "+".join(block["codes"]), value, block["weight"], sum(by[c].weight for c in block["codes"]))
        if block["contents"]:
            want = [half_up(by_weight(inside, lambda g, i=i: g.contents[i])) for i in range(5)]
            s.equal("contents of " + "+".join(block["codes"]), value, block["contents"], want)
        if len(block["codes"]) == 1:
            cut = trimmed(inside[0].points)
            s.equal("trimmed mean of " + block["codes"][0], value, block["trimmed"], half_up(cut) if cut is not None else 0)
        if any(block["votes"].values()):
            s.equal("votes of " + "+".join(block["codes"]), value, list(block["votes"].values()), [sum(g.votes[i] for g in inside) for i in range(4)])
    if not got["shown"]:
        if got["total"] or got["trimmed"] or any(got["contents"] or []) or any(got["votes"].values()):
            s.differ("totals that are not shown have figures", value, got, "nothing")
        return
    s.equal("total", value, got["total"], half_up(by_block(got, by, lambda g: g.mean)))
    if got["contents"]:
        s.equal("contents", value, got["contents"], [half_up(by_block(got, by, lambda g, i=i: g.contents[i])) for i in range(5)])
    votes = [sum(g.votes[i] for g in groups) for i in range(4)]
    if any(got["votes"].values()):
        s.equal("votes", value, [got["votes"][g] for g in GRADES], votes)
    signals = []
    if Fraction(votes[0] + votes[1], usable) < Fraction(2, 3):
        signals.append("competent")
    if Fraction(votes[3], usable) > Fraction(1, 3):
        signals.append("incompetent")
    s.equal("signals", value, got["signals"] or [], signals)


def solvable(equations, counts):
    """A set of unknowns on fewer ballots than the floor of which some combination
    follows from the equations; None if there is none."""
    if not equations:
        return None
    a = numpy.array(equations, float)
    rank = numpy.linalg.matrix_rank(a)
    for mask in range(1, 1 << len(counts)):
        inside = [i for i in range(len(counts)) if mask >> i & 1]
        if not 0 < sum(counts[i] for i in inside) < FLOOR:
            continue
        rest = [i for i in range(len(counts)) if i not in inside]
        left = numpy.linalg.matrix_rank(a[:, rest]) if rest else 0
        if left < rank:
            return inside
    return None


def attack(s, value, got, groups):
    having = [g for g in groups if g.n]
    counts = [g.n for g in having]
    for what, shows, part in (
        ("means", lambda x: True, lambda g: g.weight), ("contents", lambda x: bool(x["contents"]), lambda g: g.weight),
        ("votes", lambda x: any(x["votes"].values()), lambda g: 1),
    ):
        equations = [[part(g) if g.code in b["codes"] else 0 for g in having] for b in got["groups"] if b["state"] == "shown" and shows(b)]
        if got["shown"] and shows(got):
            equations.append([part(g) for g in having])
        found = solvable(equations, counts)
        if found:
            s.differ(f"{what} that can be solved for", value, [having[i].code for i in found], "nothing on fewer ballots than the floor")


def run(s):
    for n in range(0, 400):
        for ceiling, part in ((False, 5), (True, 4)):
            s.equal(f"quota of {n}, ceiling {ceiling}", n, s.ask("assessment.quota", {"n": n, "ceiling": ceiling}), n // part)
    for _ in s.times(4000):
        value = {"cast": cast_of(s), "texts": {"rating.floor.below": s.rng.choice(["merge", "merge", "hide"])}}
        groups = [Group(c) for c in value["cast"]]
        got = s.ask("assessment.compute", value)
        figures(s, value, got, groups)
        attack(s, value, got, groups)
