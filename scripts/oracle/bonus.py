"""The division of a bonus in fractions: rules E-13 to E-15, decision 10.

A part of the pool goes by weight: floor by days present, workload and results by
points, quality by points less deductions times days; each times the factor of
the grade and, where the plan has one, of the level. Amounts are cut off to the
fen; the fen left over go to the largest remainders, of equal ones to the larger
amount, then the lower staff number, then the lower id."""

from fractions import Fraction

from ask import Refused

NAME = "bonus"


def spoil(out):
    at = [i for i, v in enumerate(out["amounts"]) if v]
    return {**out, "amounts": [v + (i == at[0]) for i, v in enumerate(out["amounts"])]} if at else None


SPOIL = {"bonus.compute": spoil}
GRADES = ["excellent", "competent", "basic", "incompetent", "none"]
LEVELS = ["正科级", "副科级", "一级主任科员", ""]


def hundredths(r, most):
    n = r.choice([0, 1, 100, most, r.randint(0, most)])
    return n, f"{n // 100}.{n % 100:02d}".rstrip("0").rstrip(".")


def text(r, most):
    return hundredths(r, most)[1]


def plan_of(s):
    r = s.rng
    cut = sorted(r.choice([0, 20, 60, 100, r.randint(0, 100)]) for _ in range(3))
    shares = [cut[0], cut[1] - cut[0], cut[2] - cut[1], 100 - cut[2]]
    work = [{"name": f"w{i}", "unit": "件", "points": text(r, 500) or "0", "most": r.choice(["", text(r, 100000)])} for i in range(r.randint(1, 3))]
    goals = [
        {"name": f"g{i}", "unit": "项", "points": text(r, 10000), "how": r.choice(["ratio", "reach"]), "most": r.choice([100, 120, 300])}
        for i in range(r.randint(1, 3))
    ]
    for row in work + goals:
        if row["points"] == "0":
            row["points"] = "1"
        if row.get("most") == "0":
            row["most"] = ""
    plan = {
        "name": "p", "workload": work, "results": goals, "floor": shares[0], "work_share": shares[1], "result_share": shares[2], "quality_share": shares[3],
        "excellent": r.choice([120, 100, 133]), "competent": 100, "basic": r.choice([0, 80]), "ungraded": r.choice([0, 100]),
        "classes": r.choice([[], [{"name": "一", "share": 5}, {"name": "二", "share": 10}, {"name": "三", "share": 20}], [{"name": "一", "share": r.randint(1, 100)}, {"name": "二", "share": r.randint(1, 100)}]]),
    }
    if r.random() < 0.3:
        plan["ranks"] = [{"level": level, "factor": r.choice([110, 140, 200])} for level in LEVELS[:2]]
    return plan


def line_of(s, i, plan, alike):
    r = s.rng
    if alike and r.random() < 0.6:
        return {**alike, "person": f"p{i:04d}", "no": f"N{r.choice([i, 9999 - i]):04d}"}
    return {
        "person": f"p{i:04d}", "no": f"N{r.choice([i, 9999 - i]):04d}", "name": "甲", "level": r.choice(LEVELS), "grade": r.choice(GRADES[:2] + GRADES),
        "days": r.choice([0, 1, 181, 184, r.randint(0, 184)]), "out": [{"why": "days"}] if r.random() < 0.08 else [],
        "work": [text(r, r.choice([100, 100000])) for _ in plan["workload"]],
        "goals": [{"target": str(r.choice([1, 3, 7, 10, 100, 9999])), "actual": text(r, r.choice([1000, 200000]))} for _ in plan["results"]],
        "quality": text(r, 10000), "deducted": r.choice([0, 0, 3, 100]),
    }


def factor(plan, line):
    band = {"excellent": "excellent", "competent": "competent", "basic": "basic", "none": "ungraded"}.get(line["grade"])
    rank = {x["level"]: x["factor"] for x in plan.get("ranks", [])}.get(line["level"], 100)
    return Fraction((plan[band] if band else 0) * rank, 10000)


def weights(plan, line):
    f = factor(plan, line)
    if line["out"] or not line["days"]:  # E-15: days present are a factor of the whole weight
        return [Fraction(0)] * 4
    work = Fraction(0)
    for row, n in zip(plan["workload"], line["work"]):
        points = Fraction(row["points"]) * Fraction(n)
        work += min(points, Fraction(row["most"])) if row["most"] else points
    results = Fraction(0)
    for row, goal in zip(plan["results"], line["goals"]):
        target, actual = Fraction(goal["target"]), Fraction(goal["actual"])
        if row["how"] == "reach":
            results += Fraction(row["points"]) if actual >= target else 0
        else:
            results += Fraction(row["points"]) * min(actual / target, Fraction(row["most"], 100))
    quality = max(Fraction(0), Fraction(line["quality"]) - line["deducted"])
    return [f * line["days"], f * work, f * results, f * quality * line["days"]]


def exact_amounts(plan, pool, lines):
    """Amounts before the rounding; None if there is nobody to divide among."""
    table = [weights(plan, line) for line in lines]
    totals = [sum(col) for col in zip(*table)] if table else [0] * 4
    shares = [plan["floor"], plan["work_share"], plan["result_share"], plan["quality_share"]]
    having = [i for i in range(4) if shares[i] and totals[i]]
    if not having:
        if not totals[0]:
            return None
        shares, having = [100, 0, 0, 0], [0]
    of = sum(shares[i] for i in having)
    return [sum((Fraction(pool * shares[i], of) * row[i] / totals[i] for i in having), Fraction(0)) for row in table]


def rounded(due, pool, lines):
    cut = [int(x) for x in due]
    order = sorted(range(len(due)), key=lambda i: (-(due[i] - cut[i]), -due[i], lines[i]["no"], lines[i]["person"]))
    for i in order[: pool - sum(cut)]:
        cut[i] += 1
    return cut


def classes(plan, due, taking):
    out, rooms = [""] * len(due), [c["share"] * taking // 100 for c in plan["classes"]]
    at = 0
    for amount in sorted({x for x in due if x > 0}, reverse=True):
        group = [i for i, x in enumerate(due) if x == amount]
        while at < len(rooms) and rooms[at] < len(group):
            at += 1
        if at == len(rooms):
            break
        rooms[at] -= len(group)
        for i in group:
            out[i] = plan["classes"][at]["name"]
    return out


def run(s):
    r = s.rng
    for _ in s.times(2500):
        plan, alike, lines = plan_of(s), None, []
        for i in range(r.choice([0, 1, 2, 3, 8, r.randint(1, 40)])):
            lines.append(line_of(s, i, plan, alike))
            alike = lines[0] if r.random() < 0.8 else None
        if r.random() < 0.05:
            for line in lines:
                line.update(days=0, work=["0"] * len(plan["workload"]))
        r.shuffle(lines)
        pool = r.choice([0, 1, 7, 100, 48600000, r.randint(0, 10**9), 10**12 - 1])
        value = {"plan": plan, "pool": pool, "lines": lines}
        due = exact_amounts(plan, pool, lines)
        try:
            got = s.ask("bonus.compute", value)
        except Refused as e:
            if due is not None:
                s.differ("refused", value, e, due)
            continue
        if due is None:
            if any(got["amounts"]):
                s.differ("nobody to divide among", value, got["amounts"], "a refusal")
            continue
        s.equal("amounts", value, got["amounts"], rounded(due, pool, lines))
        taking = sum(not line["out"] and line["days"] > 0 and factor(plan, line) > 0 for line in lines)
        if taking == got["taking"]:
            s.equal("classes", value, got["classes"], classes(plan, due, taking))
        else:
            s.differ("people who take part", value, got["taking"], taking)
