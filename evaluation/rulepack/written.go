package rulepack

import (
	"fmt"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// Written returns a value as a person writes it in one line: 20, 20%, 2/3, floor,
// "leaders=35, peers=25, served=40", or the codes of a list with commas. It is ""
// for a rule in words.
func (v Value) Written() string {
	switch v.Kind {
	case KindInteger:
		return strconv.FormatInt(v.N, 10)
	case KindPercent:
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", v.N/100, v.N%100), "0"), ".") + "%"
	case KindFraction:
		return fmt.Sprintf("%d/%d", v.N, v.Of)
	case KindText:
		return v.Text
	case KindList, KindNumbers:
		parts := make([]string, 0, len(v.Items))
		for _, it := range v.Items {
			if v.Kind == KindNumbers {
				parts = append(parts, fmt.Sprintf("%s=%d", it.Code, it.N))
			} else {
				parts = append(parts, it.Code)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// ReadWritten parses what a person wrote for the rule. Members of a list that the
// rule knows keep their names; the name of a new member is its code.
func ReadWritten(rule Rule, s string) (Value, error) {
	v := Value{Kind: rule.Value.Kind}
	s = strings.TrimSpace(s)
	var err error
	switch v.Kind {
	case KindInteger:
		v.N, err = strconv.ParseInt(s, 10, 64)
	case KindPercent:
		v.N, err = readPercent(s)
	case KindFraction:
		n, of, found := strings.Cut(s, "/")
		if v.N, err = strconv.ParseInt(strings.TrimSpace(n), 10, 64); err == nil && found {
			v.Of, err = strconv.ParseInt(strings.TrimSpace(of), 10, 64)
		}
	case KindText:
		v.Text = s
	case KindList, KindNumbers:
		v.Items, err = readItems(rule.Value, s)
	default:
		err = fmt.Errorf("a rule in words has no value")
	}
	if err != nil {
		return Value{}, evaluation.Fail(evaluation.CodeInvalid, "rulepack.written", "example", rule.Value.Written()).Because(err)
	}
	return v, nil
}

// readPercent parses 20%, 20 or 12.5% into basis points.
func readPercent(s string) (int64, error) {
	whole, part, _ := strings.Cut(strings.TrimSpace(strings.TrimSuffix(s, "%")), ".")
	if len(part) > 2 || whole == "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
}

func readItems(of Value, s string) ([]Item, error) {
	var items []Item
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "，", ","), ",") {
		code, number, _ := strings.Cut(strings.TrimSpace(part), "=")
		it := Item{Code: strings.TrimSpace(code)}
		it.Zh = it.Code
		for _, known := range of.Items {
			if known.Code == it.Code {
				it = known
			}
		}
		if of.Kind == KindNumbers {
			n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
			if err != nil {
				return nil, err
			}
			it.N = n
		}
		items = append(items, it)
	}
	return items, nil
}
