package bonus

import (
	"cmp"
	"context"
	"math/big"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Explanation explains a person's amount line by line.
type Explanation struct {
	Person      string       `json:"person"`
	Name        string       `json:"name"`
	UnitName    string       `json:"unit_name"`
	Title       string       `json:"title"`
	Amount      int64        `json:"amount" doc:"Fen"`
	Class       string       `json:"class" doc:"Award class; it carries no money"`
	Out         []Reason     `json:"out"`
	Nodes       []desk.Node  `json:"nodes"`
	Same        bool         `json:"same" doc:"Computing it again gives the stored amount"`
	Adjustments []Correction `json:"adjustments"`
	Final       int64        `json:"final" doc:"Fen, with adjustments"`
	Entry       string       `json:"entry"`
}

// Correction is an approved adjustment of one person.
type Correction struct {
	On      evaluation.Date `json:"on"`
	Fen     int64           `json:"fen"`
	Grounds string          `json:"grounds"`
}

// Why explains a person's amount to that person after the announcement, and
// everybody's to readers who may see it. For others the answer is the same as for a
// missing record.
func (s *Service) Why(ctx context.Context, actor evaluation.Actor, v evaluation.View, person string) (Explanation, error) {
	in, all := computed(), ShowsAll(&v)
	if person == actor.Person || !all {
		in = Released()
	}
	if person == "" || person != actor.Person && !all {
		return Explanation{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	p, err := s.load(ctx, v, in)
	if err != nil {
		return Explanation{}, err
	}
	i, ok := p.line(person)
	if !ok {
		return Explanation{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	out, err := Compute(&p.Plan, p.Fen, p.Lines)
	if err != nil {
		return Explanation{}, err
	}
	l := &p.Lines[i]
	e := Explanation{
		Person: person, Name: l.Name, UnitName: p.UnitName(l.Unit), Title: p.Title, Amount: l.Amount, Class: l.Class, Out: l.Out,
		Same: out.Shares[i].Amount == l.Amount && out.Classes(p.Plan.Classes)[i] == l.Class, Nodes: p.nodes(&out, i), Adjustments: []Correction{}, Final: l.Amount, Entry: l.Entry,
	}
	return e, s.corrections(ctx, v, &e)
}

func (s *Service) corrections(ctx context.Context, v evaluation.View, e *Explanation) error {
	list, err := adjustments(ctx, s.Ledger, v.Office, v.ID)
	for _, a := range list {
		for _, row := range a.Rows {
			if row.Person == e.Person {
				e.Adjustments = append(e.Adjustments, Correction{On: a.DecidedOn, Fen: row.Fen, Grounds: a.Grounds})
				e.Final += row.Fen
			}
		}
	}
	return err
}

// nodes returns the arithmetic of the i-th line.
func (p *Period) nodes(out *Outcome, i int) []desk.Node {
	if !out.Takes(i) {
		return nil
	}
	l, s := &p.Lines[i], out.Shares[i]
	sum, of := out.exact(i)
	var nodes []desk.Node
	for k, part := range out.Parts {
		if part.Share == 0 {
			continue
		}
		n := desk.Node{Label: evaluation.Say("bonus.why." + part.Code), Value: exactYuan(of[k])}
		if part.Spread {
			n.Value, n.Formula = "—", part.Code
			n.Children = []desk.Node{{Label: evaluation.Say("bonus.why.spread"), Value: strconv.Itoa(part.Share) + "%"}}
			nodes = append(nodes, n)
			continue
		}
		n.Formula = Yuan(out.Pool) + " × " + strconv.Itoa(part.Share) + "% ÷ " + strconv.Itoa(part.Of) + "% × " + ratio(s.Weights[k], part.Total)
		n.Children = p.points(part.Code, l, fraction(s.Weights[k], part.Total))
		nodes = append(nodes, n)
	}
	rest := desk.Node{Label: evaluation.Say("bonus.why.cut"), Value: Yuan(s.Cut), Formula: exactYuan(sum), Rule: "bonus.rounding"}
	nodes = append(nodes, desk.Node{Label: evaluation.Say("bonus.why.exact"), Value: exactYuan(sum)}, rest)
	if s.Extra {
		nodes = append(nodes, desk.Node{Label: evaluation.Say("bonus.why.extra", "left", out.Left), Value: "0.01", Rule: "bonus.rounding"})
	}
	nodes = append(nodes, desk.Node{Label: evaluation.Say("bonus.why.amount"), Value: Yuan(s.Amount)})
	if len(p.Plan.Classes) > 0 {
		nodes = append(nodes, p.classNode(out, l))
	}
	return nodes
}

// classNode returns the award class, with the size of each class; it comes after
// the amount, because it does not change it.
func (p *Period) classNode(out *Outcome, l *Line) desk.Node {
	taking := out.Taking()
	n := desk.Node{Label: evaluation.Say("bonus.why.class"), Value: cmp.Or(l.Class, "—"), Rule: "bonus.scheme.classes"}
	for i := range p.Plan.Classes {
		c := &p.Plan.Classes[i]
		n.Children = append(n.Children, desk.Node{
			Label:   evaluation.Say("bonus.why.class_room", "name", c.Name),
			Formula: strconv.Itoa(taking) + " × " + strconv.Itoa(c.Share) + "%", Value: strconv.Itoa(c.Room(taking)),
		})
	}
	return n
}

// ratio prints a share as percent with six decimals, rounded down.
func ratio(n, d *big.Int) string {
	return exactYuan(new(big.Rat).Mul(fraction(n, d), big.NewRat(whole*whole, 1))) + "%"
}

// points returns the figures behind a person's share of a part.
func (p *Period) points(part string, l *Line, share *big.Rat) []desk.Node {
	var list []desk.Node
	add := func(label evaluation.Problem, formula, value, rule string) {
		list = append(list, desk.Node{Label: label, Formula: formula, Value: value, Rule: rule})
	}
	switch part {
	case PartWork:
		for i, w := range p.Plan.Workload {
			formula := string(l.Work[i]) + " " + w.Unit + " × " + w.Points
			if w.Most != "" {
				formula += " ≤ " + w.Most
			}
			add(evaluation.Say("bonus.why.indicator", "name", w.Name), formula, workOf(p.Plan.numbers().work[i], l.Work[i]), "")
		}
	case PartResults:
		for i, g := range p.Plan.Results {
			target := big.NewInt(max(1, l.Goals[i].Target.Hundredths()))
			points := new(big.Rat).SetFrac(goalPoints(p.Plan.numbers().goals[i:i+1], l.Goals[i:i+1], target), new(big.Int).Mul(target, big.NewInt(whole)))
			add(evaluation.Say("bonus.why.indicator", "name", g.Name),
				string(l.Goals[i].Actual)+" ÷ "+string(l.Goals[i].Target)+" "+g.Unit+" × "+g.Points, exactYuan(points), "")
		}
	case PartQuality:
		add(evaluation.Say("bonus.why.marks"), string(l.Quality)+" − "+strconv.FormatInt(l.Deducted, 10), l.Marks(), "bonus.automatic")
	}
	if part == PartFloor || part == PartQuality {
		add(evaluation.Say("bonus.why.days", "of", p.Days()), "", strconv.Itoa(l.Days), "")
	}
	add(evaluation.Say("bonus.why.grade."+l.Grade), "", strconv.Itoa(p.Plan.Band(l.Grade))+"%", "bonus.bands")
	if p.Plan.ByRank() {
		add(evaluation.Say("bonus.why.rank", "level", l.Level), "", strconv.Itoa(p.Plan.RankFactor(l.Level))+"%", "")
	}
	add(evaluation.Say("bonus.why.share"), "", exactYuan(new(big.Rat).Mul(share, big.NewRat(whole*whole, 1)))+"%", "")
	return list
}

func workOf(row workNumbers, quantity Number) string {
	return writeScaled(workPoints([]workNumbers{row}, []Number{quantity}), 4)
}
