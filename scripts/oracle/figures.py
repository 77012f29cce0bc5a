"""Statistics, from the papers that the rules name, in exact arithmetic where
that can be done: fractions for sums of squares, eighty digits for Poisson tails.

Bounds: 1e-9 of the value; where a sum of squares is cancelled out of large
values, the bound grows with the cancellation (see eased)."""

import math
import warnings
from decimal import Decimal, getcontext
from fractions import Fraction

import numpy
import pandas
import pingouin
import scipy.optimize
import scipy.stats

from ask import Refused, number

getcontext().prec = 80

NAME = "statistics"


def bent(out):
    """Changes a number, or the first one in a list or mapping."""
    if isinstance(out, dict):
        key = next(iter(out))
        return {**out, key: bent(out[key])} if key != "connected" else {**out, "connected": not out["connected"]}
    if isinstance(out, list):
        return [bent(out[0])] + out[1:] if out else None
    if out is None or not math.isfinite(number(out)):
        return None
    return out + 1 if isinstance(out, int) else number(out) * 1.001 + 0.001


SPOIL = {
    f"stats.{name}": bent
    for name in (
        "poisson_upper poisson_lower poisson_limit funnel wilson bh mean sd trimmed gini ranks spearman eta alpha icc"
        " oneway severity"
    ).split()
}


# Poisson, by adding up terms with eighty digits.


def term(k, mu):
    return (-mu).exp() * mu**k / math.factorial(k) if mu else Decimal(k == 0)


def lower(x, mu):
    """P(X ≤ x)"""
    mu, t, total = Decimal(mu), None, Decimal(0)
    for k in range(x + 1):
        t = term(k, mu) if t is None else t * mu / k
        total += t
    return total


def upper(x, mu):
    """P(X ≥ x)"""
    if x <= 0:
        return Decimal(1)
    mu = Decimal(mu)
    if x <= mu:
        return 1 - lower(x - 1, mu)
    t, total, k = term(x, mu), Decimal(0), x
    while t > total * Decimal("1e-40") and t:
        total += t
        k += 1
        t = t * mu / k
    return total


def mean_of(s):
    r = s.rng
    return r.choice([0.0, 1e-9, 0.5, 1.0, 2.0, 50.0, r.uniform(0, 3), r.uniform(0, 30), r.uniform(0, 250), r.expovariate(1)])


def poisson(s):
    r = s.rng
    for _ in s.times(1500):
        mu = mean_of(s)
        x = r.choice([-1, 0, 1, round(mu), round(mu) + r.randint(0, 40), r.randint(0, 400), round(mu * r.uniform(0, 2))])
        v = {"x": x, "mu": mu}
        s.near("P(X ≥ x)", v, number(s.ask("stats.poisson_upper", v)), float(upper(x, mu)), 1e-9, 1e-290)
        s.near("P(X ≤ x)", v, number(s.ask("stats.poisson_lower", v)), float(lower(x, mu)), 1e-9, 1e-290)
    for _ in s.times(300):
        mu = r.choice([r.uniform(1e3, 1e5), 1e6])
        x = round(mu + r.uniform(-6, 6) * math.sqrt(mu))
        v = {"x": x, "mu": mu}
        s.near("P(X ≥ x), large mean", v, number(s.ask("stats.poisson_upper", v)), scipy.stats.poisson.sf(x - 1, mu), 1e-7)
    for mu in (-1.0, math.nan):
        s.near("no mean", mu, number(s.ask("stats.poisson_upper", {"x": 3, "mu": mu})), math.nan)


def limits(s):
    r = s.rng
    for _ in s.times(800):
        mu, alpha = mean_of(s), r.choice([0.05, 0.025, 0.01, 0.001, r.uniform(1e-9, 0.999)])
        v = {"mu": mu, "alpha": alpha}
        got = s.ask("stats.poisson_limit", v)
        # the smallest count whose tail is at most alpha: its own is, that of the one below is not
        edge = Decimal(alpha)
        if not (fits(upper(got, mu), edge) and (got <= 0 or exceeds(upper(got - 1, mu), edge))):
            s.differ("smallest count", v, got, "the smallest count whose upper tail is at most alpha")
    for _ in s.times(800):
        mu, coverage = mean_of(s), r.choice([0.95, 0.998, r.uniform(0.01, 0.9999)])
        v = {"mu": mu, "alpha": coverage}
        low, high = s.ask("stats.funnel", v)
        edge = (1 - Decimal(coverage)) / 2
        below = (low == 0 or fits(lower(low - 1, mu), edge)) and exceeds(lower(low, mu), edge)
        above = fits(upper(high + 1, mu), edge) and (high <= 0 or exceeds(upper(high, mu), edge))
        if not (below and above):
            s.differ("funnel limits", v, [low, high], "the narrowest limits with at most half of the rest on each side")


def fits(tail, edge):
    return tail <= edge * (1 + Decimal("1e-9"))


def exceeds(tail, edge):
    return tail >= edge * (1 - Decimal("1e-9"))


# Benjamini & Hochberg 1995: the smallest rate at which the step-up rejects.


def adjusted(p):
    p = [1.0 if math.isnan(x) else x for x in p]
    m = len(p)
    return [min([1.0] + [m * y / sum(z <= y for z in p) for y in p if y >= x]) for x in p]


def discoveries(s):
    r = s.rng
    for _ in s.times(1000):
        n = r.choice([0, 1, 2, 3, 10, r.randint(0, 40)])
        p = [r.choice([0.0, 1.0, 0.05, 0.01, r.random(), r.random() ** 6, 1e-300]) for _ in range(n)]
        if n and r.random() < 0.1:
            p[r.randrange(n)] = math.nan
        got = [number(x) for x in s.ask("stats.bh", {"x": p})]
        want = adjusted(p)
        if len(got) != n:
            s.differ("adjusted p", p, got, want)
        for a, b in zip(got, want):
            s.near("adjusted p", p, a, b, 1e-12, 1e-305)
        if n and not any(map(math.isnan, p)):
            for a, b in zip(want, scipy.stats.false_discovery_control(p)):
                s.near("scipy's adjusted p", p, a, b, 1e-12, 1e-305)
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    s.equal("the example of the rules", p, [x <= 0.05 for x in s.ask("stats.bh", {"x": p})], [True] * 2 + [False] * 8)


def wilson(s):
    r = s.rng
    for _ in s.times(1000):
        n = r.choice([1, 2, 5, 20, 100, r.randint(1, 5000), 10**6])
        k, z = r.choice([0, n, n // 2, r.randint(0, n)]), r.choice([1.959963984540054, 1.0, 3.0, r.uniform(0.1, 5)])
        v = {"x": k, "n": n, "z": z}
        low, high = map(number, s.ask("stats.wilson", v))
        share = k / n

        def off(p):  # how far p is from where the share lies z of its own standard errors away
            return (share - p) ** 2 - z * z * p * (1 - p) / n

        if k == 0:  # p² = z² p (1 − p) / n has the roots 0 and this one
            want = 0.0, z * z / (n + z * z)
        elif k == n:
            want = n / (n + z * z), 1.0
        else:
            want = [scipy.optimize.brentq(off, a, b, xtol=1e-16, rtol=1e-14) for a, b in ((0, share), (share, 1))]
        s.near("Wilson, low", v, low, want[0], 1e-9, 1e-11)
        s.near("Wilson, high", v, high, want[1], 1e-9, 1e-11)
    for k, n in ((1, 0), (-1, 5), (6, 5)):
        s.near("no share", [k, n], number(s.ask("stats.wilson", {"x": k, "n": n, "z": 1.96})[0]), math.nan)


# Location, spread, ranks.


def values(s, most=30, low=0):
    """Values with ties, zeros, equal ones, large ones, none and one."""
    r = s.rng
    n = r.choice([low, 1, 2, 3, 5, 9, 10, r.randint(low, most)])
    kind = r.randrange(7)
    if kind == 0:
        return [r.choice([0.1, 85.96, 1e9 / 3, 0.0])] * n
    if kind == 1:
        return [float(r.randint(0, 4)) for _ in range(n)]
    if kind == 2:
        return [r.randint(0, 10000) / 100 for _ in range(n)]
    if kind == 3:
        return [r.choice([0.0, 0.0, 0.0, 1e6]) for _ in range(n)]
    if kind == 4:
        return [1e9 + r.randint(0, 3) for _ in range(n)]
    if kind == 5:
        return [r.randint(0, 1000) / 7 for _ in range(n)]
    return [r.lognormvariate(0, 3) for _ in range(n)]


def exact(x):
    return [Fraction(v) for v in x]


def average(x):
    return sum(x, Fraction(0)) / len(x)


def squares(x):
    m = average(x)
    return sum((v - m) ** 2 for v in x)


def eased(x, ss):
    """The bound where the sum of squares ss is what is left of values x."""
    if not ss:
        return 1e-9
    return 1e-9 + float(16 * 2**-52 * len(x) * max(map(abs, x)) ** 2 / ss)


def spread(s):
    r = s.rng
    for _ in s.times(1000):
        x = values(s)
        f = exact(x)
        s.near("mean", x, number(s.ask("stats.mean", {"x": x})), float(average(f)) if x else math.nan)
        want = math.sqrt(squares(f) / (len(x) - 1)) if len(x) > 1 else math.nan
        loss = 1e-7 * max(map(abs, x), default=0) if x else 0
        s.near("SD", x, number(s.ask("stats.sd", {"x": x})), want, 1e-9 if not x else eased(f, squares(f)), loss * 1e-6)
        share = r.choice(["0", "0.1", "0.2", "0.29", "0.07", "0.25", "0.3", "0.49", str(r.randint(0, 4999) / 10000)])
        off = math.floor(Fraction(share) * len(x))
        kept = sorted(f)[off : len(f) - off]
        got = number(s.ask("stats.trimmed", {"x": x, "share": float(share)}))
        s.near(f"trimmed by {share}", x, got, float(average(kept)) if kept else math.nan)
    for n in range(1, 400):  # where a share of so many is a whole number, it is that number
        cut = r.randrange(0, 50)
        x = [float(i * i) for i in range(n)]
        off = cut * n // 100
        got = number(s.ask("stats.trimmed", {"x": x, "share": cut / 100}))
        s.near(f"trimmed by {cut} of 100", x[:5], got, float(average(exact(x[off : n - off]))))


def gini(s):
    r = s.rng
    for _ in s.times(1000):
        x = values(s)
        if x and r.random() < 0.1:
            x[r.randrange(len(x))] = r.choice([-1.0, math.nan])
        if not x or any(math.isnan(v) or v < 0 for v in x) or not any(x):
            want = math.nan
        else:
            f = exact(x)
            apart = sum(abs(a - b) for a in f for b in f)
            want = float(apart / (2 * len(f) * sum(f)))
        s.near("Gini", x, number(s.ask("stats.gini", {"x": x})), want, 1e-9, 1e-9)


def places(x):
    return [Fraction(2 * sum(b < a for b in x) + sum(b == a for b in x) + 1, 2) for a in x]


def ranks(s):
    r = s.rng
    for _ in s.times(1000):
        x = values(s, 20)
        s.equal("ranks", x, [number(v) for v in s.ask("stats.ranks", {"x": x})], [float(v) for v in places(x)])
        y = r.choice([x, x[::-1], [v * v for v in x], [r.randint(0, 3) * 1.0 for _ in x], [1.0] * len(x), x[:-1]])
        got = number(s.ask("stats.spearman", {"x": x, "y": y}))
        s.near("Spearman", [x, y], got, spearman(x, y))


def spearman(x, y):
    if len(x) != len(y) or len(x) < 2:
        return math.nan
    a, b = places(x), places(y)
    ma, mb = average(a), average(b)
    sa, sb = squares(a), squares(b)
    if not sa or not sb:
        return math.nan
    cross = sum((u - ma) * (v - mb) for u, v in zip(a, b))
    return math.copysign(math.sqrt(cross * cross / (sa * sb)), cross)


def eta(s):
    r = s.rng
    for _ in s.times(1000):
        x = values(s, 25)
        g = [r.choice("ABCD"[: r.randint(1, 4)]) for _ in x]
        if r.random() < 0.1:
            g = [str(i) for i in range(len(x))]
        f = exact(x)
        got = number(s.ask("stats.eta", {"x": x, "groups": g}))
        total = squares(f) if x else 0
        if not total or max(g.count(k) for k in g) < 2:
            s.near("eta squared", [x, g], got, math.nan)
            continue
        if total <= Fraction(1, 10**11) * sum(v * v for v in f) and math.isnan(got):
            continue  # varies by no more than rounding does
        m = average(f)
        between = sum(g.count(k) * (average([v for v, h in zip(f, g) if h == k]) - m) ** 2 for k in set(g))
        s.near("eta squared", [x, g], got, float(between / total), eased(f, total), eased(f, total))


# Reliability: Shrout & Fleiss 1979, McGraw & Wong 1996, Cronbach 1951.


def marks(s, rows, columns):
    r = s.rng
    kind = r.randrange(7)
    merit, severe = [r.randint(40, 100) for _ in range(rows)], [r.randint(-9, 9) for _ in range(columns)]
    if kind == 0:
        return [[r.choice([85.96, 0.1, 3.3])] * columns] * rows
    if kind == 1:
        return [[float(m)] * columns for m in merit]
    if kind == 2:
        return [[float(c) for c in severe] for _ in range(rows)]
    if kind == 3:
        return [[float(r.randint(1, 2)) for _ in range(columns)] for _ in range(rows)]
    if kind == 4:
        return [[m + c + r.randint(-300, 300) / 100 for c in severe] for m in merit]
    if kind == 5:
        return [[m + c / 100.0 for c in severe] for m in merit]
    return [[r.randint(0, 10000) / 100 for _ in range(columns)] for _ in range(rows)]


def as_decimals(rows):
    return [[Fraction(str(v)) for v in row] for row in rows]


def two_way(rows):
    n, k = len(rows), len(rows[0])
    flat = [v for row in rows for v in row]
    m = average(flat)
    by_row = k * sum((average(row) - m) ** 2 for row in rows)
    by_column = n * sum((average(col) - m) ** 2 for col in zip(*rows))
    total = squares(flat)
    rest = total - by_row - by_column
    return by_row / (n - 1), by_column / (k - 1), rest / ((n - 1) * (k - 1)), (by_column + rest) / (n * (k - 1)), total


def ratio(a, b):
    return a / b if b > 0 else None  # over nothing, or less, there is no such share


def forms(rows, confidence):
    """Value and interval of each form; None where it is not determined."""
    n, k = len(rows), len(rows[0])
    r, c, e, w, total = two_way(rows)
    value = {
        "1,1": ratio(r - w, r + (k - 1) * w), "2,1": ratio(r - e, r + (k - 1) * e + k * (c - e) / n),
        "3,1": ratio(r - e, r + (k - 1) * e), "1,k": ratio(r - w, r), "2,k": ratio(r - e, r + (c - e) / n), "3,k": ratio(r - e, r),
    }
    tail = (1 - confidence) / 2
    q = lambda a, b: scipy.stats.f.isf(tail, a, b)
    r, c, e, w = map(float, (r, c, e, w))
    span = dict.fromkeys(value)
    for form, below, free in (("1", w, n * (k - 1)), ("3", e, (n - 1) * (k - 1))):
        if below and r:
            low, high = r / below / q(n - 1, free), r / below * q(free, n - 1)
            span[form + ",1"] = [(x - 1) / (x + k - 1) for x in (low, high)]
            span[form + ",k"] = [1 - 1 / x for x in (low, high)]
    rho = value["2,1"]
    if e and r and rho is not None and rho != 1:
        rho = float(rho)
        a, b = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
        free = (a * c + b * e) ** 2 / ((a * c) ** 2 / (k - 1) + (b * e) ** 2 / ((n - 1) * (k - 1)))
        f1, f2 = q(n - 1, free), q(free, n - 1)
        if max(f1, f2) > 1e12:  # hardly any degrees of freedom: no quantile that both sides know
            return value, span
        low = n * (r - f1 * e) / (f1 * (k * c + (k * n - k - n) * e) + n * r)
        high = n * (f2 * r - e) / (k * c + (k * n - k - n) * e + n * f2 * r)
        if -1 / (k - 1) < low <= high:  # below that no correlation of k ratings can be
            span["2,1"] = [low, high]
            span["2,k"] = [k * x / (1 + (k - 1) * x) for x in (low, high)]
    return value, span


def reliability(s):
    warnings.simplefilter("ignore", RuntimeWarning)  # a form that overflows has no interval to compare
    r = s.rng
    for i in s.times(900):
        rows = marks(s, r.choice([2, 3, 6, r.randint(2, 12)]), r.choice([2, 3, 4, r.randint(2, 8)]))
        confidence = r.choice([0.95, 0.9, 0.99])
        f = as_decimals(rows)
        total = two_way(f)[4]
        try:
            got = s.ask("stats.icc", {"rows": rows, "confidence": confidence})
        except Refused:
            if total:
                s.differ("ICC refused", rows, "an error", "a value: the marks differ")
            continue
        if not total:
            s.differ("ICC of equal marks", rows, got, "not determined")
            continue
        value, span = forms(f, confidence)
        for form, want in value.items():
            v = got[form]
            if want is None:
                continue  # nothing over nothing: whatever is said of it
            s.near(f"ICC({form})", rows, number(v[0]), float(want), 1e-7, 1e-7)
            if span[form] and all(map(math.isfinite, span[form])):
                s.near(f"ICC({form}) low", rows, number(v[1]), span[form][0], 1e-6, 1e-6)
                s.near(f"ICC({form}) high", rows, number(v[2]), span[form][1], 1e-6, 1e-6)
        if i < 120 and two_way(f)[2] and two_way(f)[0] and len(rows) > 4:
            against_pingouin(s, rows, value)


def against_pingouin(s, rows, value):
    long = [(i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row)]
    data = pandas.DataFrame(long, columns=["target", "rater", "mark"])
    out = pingouin.intraclass_corr(data, "target", "rater", "mark")
    for form, want in zip(("1,1", "2,1", "3,1", "1,k", "2,k", "3,k"), out["ICC"]):
        if value[form] is not None:
            s.near(f"pingouin's ICC({form})", rows, float(value[form]), float(want), 1e-6, 1e-6)


def one_way(s):
    r = s.rng
    for _ in s.times(700):
        groups = [[r.choice([85.0, 90.0, r.randint(0, 10000) / 100]) for _ in range(r.randint(1, 7))] for _ in range(r.randint(1, 8))]
        if r.random() < 0.15:
            groups = [[r.choice([3.3, 85.96])] * len(g) for g in groups] if r.random() < 0.5 else [[0.1] * len(g) for g in groups]
        confidence = r.choice([0.95, 0.9])
        f = as_decimals(groups)
        n, all_of = len(f), sum(map(len, f))
        flat = [v for g in f for v in g]
        within = sum(squares(g) for g in f)
        between = squares(flat) - within
        undetermined = n < 2 or all_of == n or not squares(flat)
        try:
            got = s.ask("stats.oneway", {"rows": groups, "confidence": confidence})
        except Refused:
            if not undetermined:
                s.differ("one-way ICC refused", groups, "an error", "a value")
            continue
        if undetermined:
            s.differ("one-way ICC", groups, got, "not determined")
            continue
        k0 = (all_of - Fraction(sum(len(g) ** 2 for g in f), all_of)) / (n - 1)
        b, w = between / (n - 1), within / (all_of - n)
        s.near("usual number", groups, number(got["k0"][0]), float(k0))
        s.near("one-way ICC(1,1)", groups, number(got["1,1"][0]), float((b - w) / (b + (k0 - 1) * w)), 1e-7, 1e-7)
        if not b:
            continue
        s.near("one-way ICC(1,k)", groups, number(got["1,k"][0]), float((b - w) / b), 1e-7, 1e-7)
        if w:
            tail, ms = (1 - confidence) / 2, float(b / w)
            low = ms / scipy.stats.f.isf(tail, n - 1, all_of - n)
            high = ms * scipy.stats.f.isf(tail, all_of - n, n - 1)
            for form, side, want in (
                ("1,1", 1, (low - 1) / (low + float(k0) - 1)), ("1,1", 2, (high - 1) / (high + float(k0) - 1)),
                ("1,k", 1, 1 - 1 / low), ("1,k", 2, 1 - 1 / high),
            ):
                s.near(f"one-way ICC({form}), side {side}", groups, number(got[form][side]), want, 1e-6, 1e-6)


def alpha(s):
    r = s.rng
    for _ in s.times(400):
        rows = marks(s, r.randint(2, 10), r.randint(2, 6))
        f = as_decimals(rows)
        n, k = len(f), len(f[0])
        total = squares([sum(row) for row in f])
        try:
            got = number(s.ask("stats.alpha", {"rows": rows}))
        except Refused:
            if total:
                s.differ("alpha refused", rows, "an error", "a value")
            continue
        if not total:
            s.differ("alpha of equal sums", rows, got, "not determined")
            continue
        want = Fraction(k, k - 1) * (1 - sum(squares(col) for col in zip(*f)) / total)
        s.near("alpha", rows, got, float(want), 1e-7, 1e-7)


# Severity: least squares by a general solver, connectedness by colouring.


def connected(ratings):
    ratees = {x["Ratee"] for x in ratings}
    if not ratees:
        return None
    seen, grown = {min(ratees)}, True
    while grown:
        raters = {x["Rater"] for x in ratings if x["Ratee"] in seen}
        more = {x["Ratee"] for x in ratings if x["Rater"] in raters}
        grown, seen = not more <= seen, seen | more
    return seen == ratees


def severity(s):
    r = s.rng
    for i in s.times(500):
        most = 45 if i % 5 == 0 else 6  # a round has tens of raters
        raters, ratees = [f"r{i}" for i in range(r.randint(1, most))], [f"c{i}" for i in range(r.randint(1, 6))]
        share, alike = r.choice([0.3, 0.6, 1.0]), r.random() < 0.2
        ratings = [
            {"Rater": a, "Ratee": b, "Score": 85.0 if alike else r.choice([85.0, r.randint(0, 10000) / 100])}
            for a in raters for b in ratees if r.random() < share
        ]
        if not ratings:
            continue
        got, joined = s.ask("stats.severity", ratings), connected(ratings)
        s.equal("connected", ratings, got["connected"], joined)
        s.equal("severity refused", ratings, "refused" in got, not joined)
        if not joined or "refused" in got:
            continue
        who = sorted({x["Ratee"] for x in ratings})
        by = sorted({x["Rater"] for x in ratings})
        a = numpy.zeros((len(ratings) + 1, len(who) + len(by)))
        b = numpy.zeros(len(ratings) + 1)
        for i, x in enumerate(ratings):
            a[i, who.index(x["Ratee"])] = a[i, len(who) + by.index(x["Rater"])] = 1
            b[i] = x["Score"]
        a[-1, len(who) :] = 1  # the raters' effects sum to nothing
        x = numpy.linalg.lstsq(a, b, rcond=None)[0]
        for i, name in enumerate(who):
            s.near(f"fair mean of {name}", ratings, number(got["fair"][name]), x[i], 1e-7, 1e-7)
        for i, name in enumerate(by):
            s.near(f"leniency of {name}", ratings, number(got["leniency"][name]), x[len(who) + i], 1e-7, 1e-7)


def run(s):
    for part in (poisson, limits, discoveries, wilson, spread, gini, ranks, eta, reliability, one_way, alpha, severity):
        part(s)
