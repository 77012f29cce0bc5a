"""Assignment with side conditions by another method: every pair a variable of a
constraint program (OR-tools CP-SAT), solved to the proven optimum. The least
total, the most preferred pairs kept at that total, and the best plan with and
without a pair (the next best) have to agree."""

from ortools.sat.python import cp_model

NAME = "assignment"
NEVER = 1 << 60
SPOIL = {"assign.solve": lambda out: {**out, "best": {**out["best"], "total": out["best"]["total"] + 1}} if out["best"]["found"] else None}


def problem_of(s):
    r = s.rng
    rows = r.choice([0, 1, 2, 4, 5, 6, 7])
    cols = max(1, rows + r.choice([-1, 0, 0, 1, 2, 3]))
    kind = r.randrange(5)
    cost = [
        [
            NEVER if r.random() < (0.0 if kind == 0 else 0.25)
            else {0: r.randint(0, 3), 1: 7, 2: r.randint(0, 10**9), 3: r.choice([0, 10**9]), 4: r.randint(0, 50)}[kind]
            for _ in range(cols)
        ]
        for _ in range(rows)
    ]
    pairs = [{"row": i, "col": j} for i in range(rows) for j in range(cols)]
    rules = []
    for _ in range(r.choice([0, 0, 1, 2, 4])):
        if pairs:
            chosen = r.sample(pairs, r.randint(1, min(len(pairs), 12)))
            least = r.choice([0, 0, 0, 1, 2])
            rules.append({"pairs": chosen, "least": least, "most": least + r.choice([0, 1, 1, 3])})
    free = list(range(cols))
    r.shuffle(free)
    prefer = [{"row": i, "col": free[i]} for i in range(rows) if i < cols and r.random() < 0.6] if r.random() < 0.7 else []
    return {
        "Cost": cost, "Fill": [r.random() < 0.2 for _ in range(cols)] if r.random() < 0.4 else None, "Prefer": prefer,
        "Rules": [{"Pairs": x["pairs"], "Least": x["least"], "Most": x["most"]} for x in rules],
    }


def best(problem, demanded=None, forbidden=None):
    """(total, preferred pairs kept) of the best plan, or None."""
    cost = problem["Cost"]
    rows, cols = len(cost), len(cost[0]) if cost else 0
    if demanded and cost[demanded["row"]][demanded["col"]] == NEVER:
        return None
    model = cp_model.CpModel()
    x = {(i, j): model.new_bool_var("") for i in range(rows) for j in range(cols) if cost[i][j] != NEVER}
    for i in range(rows):
        model.add(sum(x[i, j] for j in range(cols) if (i, j) in x) == 1)
    for j in range(cols):
        inside = sum(x[i, j] for i in range(rows) if (i, j) in x)
        model.add(inside <= 1)
        if problem["Fill"] and problem["Fill"][j]:
            model.add(inside == 1)
    for rule in problem["Rules"]:
        held = sum(x[p["row"], p["col"]] for p in rule["Pairs"] if (p["row"], p["col"]) in x)
        model.add(held >= rule["Least"])
        model.add(held <= rule["Most"])
    if demanded:
        model.add(x[demanded["row"], demanded["col"]] == 1)
    if forbidden and (forbidden["row"], forbidden["col"]) in x:
        model.add(x[forbidden["row"], forbidden["col"]] == 0)
    prefer = {(p["row"], p["col"]) for p in problem["Prefer"]}
    model.minimize(sum(((rows + 1) * cost[i][j] - ((i, j) in prefer)) * v for (i, j), v in x.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    state = solver.solve(model)
    if state == cp_model.INFEASIBLE:
        return None
    if state != cp_model.OPTIMAL:
        raise RuntimeError(f"CP-SAT did not finish: {state}")
    chosen = [p for p, v in x.items() if solver.value(v)]
    return sum(cost[i][j] for i, j in chosen), sum(p in prefer for p in chosen)


def check(s, what, problem, got, want, prefers):
    if not got["proven"]:  # the limit of nodes was reached; what is said has to hold still
        if want and (got["bound"] > want[0] or got["found"] and got["total"] < want[0]):
            s.differ(what + ", not proven", problem, got, want)
        return
    if not want or not got["found"]:
        s.equal(what + " exists", problem, got["found"], want is not None)
        return
    s.equal(what, problem, got["total"], want[0])
    cost, cols = problem["Cost"], got["cols"]
    if len(set(cols)) != len(cols) or sum(cost[i][j] for i, j in enumerate(cols)) != got["total"]:
        s.differ(what + " is no plan of its total", problem, got, want)
    for rule in problem["Rules"]:
        held = sum(cols[p["row"]] == p["col"] for p in rule["Pairs"])
        if not rule["Least"] <= held <= rule["Most"]:
            s.differ(what + " breaks a rule", problem, got, rule)
    if prefers:
        kept = sum(cols[p["row"]] == p["col"] for p in problem["Prefer"])
        s.equal(what + ", preferred pairs kept", problem, kept, want[1])


def run(s):
    r = s.rng
    for _ in s.times(700):
        problem = problem_of(s)
        cost = problem["Cost"]
        pairs = [{"row": r.randrange(len(cost)), "col": r.randrange(len(cost[0]))} for _ in range(2)] if cost else []
        got = s.ask("assign.solve", {"problem": problem, "pairs": pairs, "nodes": 20000})
        want = best(problem) if cost else (0, 0) if not any(problem["Fill"] or []) else None
        if cost:
            check(s, "least total", problem, got["best"], want, True)
        if got["best"]["found"] and cost:
            pairs.append({"row": 0, "col": got["best"]["cols"][0]})
            got = s.ask("assign.solve", {"problem": problem, "pairs": pairs, "nodes": 20000})
        for at, having, lacking in zip(pairs, got["with"] or [], got["without"] or []):
            s.cases += 2
            check(s, f"best with {at}", problem, having, best(problem, demanded=at), False)
            check(s, f"best without {at}", problem, lacking, best(problem, forbidden=at), False)
