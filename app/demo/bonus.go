package demo

import (
	"context"
	"fmt"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/roster"
)

// bonuses plays measure 4: the first half-year from the pool to payroll and one
// adjustment after it, the second one under way, and small periods of the deputy
// heads in every other state.
func (f *filler) bonuses(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 6, 22))
	whole, err := f.schemes(ctx)
	if err != nil {
		return err
	}
	if err := f.firstHalf(ctx, whole); err != nil {
		return fmt.Errorf("bonus of the first half: %w", err)
	}
	if err := f.smallPeriods(ctx); err != nil {
		return fmt.Errorf("small bonus periods: %w", err)
	}
	if err := f.secondHalf(ctx, whole); err != nil {
		return fmt.Errorf("bonus of the second half: %w", err)
	}
	return nil
}

// schemes makes one of each state and gives the one that divides the half-years.
func (f *filler) schemes(ctx context.Context) (string, error) {
	pack, err := f.Bonus.Pack(ctx, f.Office)
	if err != nil {
		return "", err
	}
	rules := pack.On(evaluation.DateOf(f.Clock.Now()))
	whole := ""
	for i, name := range []string{bonus.TemplatePoints, bonus.TemplateWork, bonus.TemplateFactors, bonus.TemplateWork} {
		p, err := bonus.Template(rules, name)
		if err != nil {
			return "", err
		}
		if i == 1 { // the half-years have award classes too
			if p.Classes, err = bonus.ClassesOf(rules); err != nil {
				return "", err
			}
		}
		r, err := f.Service.Create(ctx, f.personnel, bonus.KindScheme, "draft", evaluation.Creation{Input: &p})
		if err != nil {
			return "", err
		}
		switch i {
		case 0:
			if err = f.act(ctx, f.leaders[0], r.ID, "issue", nil, ""); err == nil {
				err = f.act(ctx, f.leaders[0], r.ID, "retire", nil, "改按工作量和实绩分配")
			}
		case 1:
			whole = r.ID
			err = f.act(ctx, f.leaders[0], r.ID, "issue", nil, "")
		case 2:
			err = f.act(ctx, f.personnel, r.ID, "discard", nil, "没有体现工作量")
		}
		if err != nil {
			return "", err
		}
	}
	return whole, nil
}

// openBonus opens a period and lists its people.
func (f *filler) openBonus(ctx context.Context, in *bonus.PeriodInput, steps ...string) (string, error) {
	r, err := f.Service.Create(ctx, f.personnel, bonus.KindPeriod, "open", evaluation.Creation{Input: in})
	if err != nil {
		return "", err
	}
	for _, step := range steps {
		if err := f.act(ctx, f.personnel, r.ID, step, nil, ""); err != nil {
			return "", err
		}
	}
	return r.ID, nil
}

// taking are the lines of a period of those who take part.
func (f *filler) taking(ctx context.Context, id string) ([]bonus.Line, error) {
	p, err := stored[bonus.Period](ctx, f, id)
	if err != nil {
		return nil, err
	}
	var list []bonus.Line
	for _, l := range p.Lines {
		if len(l.Out) == 0 {
			list = append(list, l)
		}
	}
	return list, nil
}

// reviewer is a second account of the section.
func (f *filler) reviewer() evaluation.Actor {
	who := f.personnel
	who.Account, who.Name = "demo-fuhe", "组织科复核"
	return who
}

func (f *filler) payee(l *bonus.Line) evaluation.Actor {
	return evaluation.Actor{Office: f.Office, Account: "demo-" + l.Person, Person: l.Person, Name: l.Name, Roles: []evaluation.Role{evaluation.RoleCadre}}
}

// did is what the i-th person is entered with: work differs, rank does not show.
func did(p *bonus.Plan, i int) *bonus.EntryInput {
	in := &bonus.EntryInput{Quality: bonus.WriteHundredths(int64(8600 + (i*537)%1400))}
	for k := range p.Workload {
		n := []int{180, 60, 80, 12}[k%4] + (i*37+k*11)%90
		in.Workload = append(in.Workload, bonus.Quantity{Item: k + 1, Quantity: strconv.Itoa(n)})
	}
	for k := range p.Results {
		in.Results = append(in.Results, bonus.Reached{Item: k + 1, Target: "10", Actual: strconv.Itoa(6 + (i*3+k)%5)})
	}
	return in
}

// enterEntry enters as the head of the person's department, or as the section
// where there is no head to do it.
func (f *filler) enterEntry(ctx context.Context, l *bonus.Line, in *bonus.EntryInput) error {
	book, err := f.Bonus.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day, who := book.On(evaluation.DateOf(f.Clock.Now())), f.personnel
	for _, h := range day.Heads(l.Unit) {
		if !desk.Recused(day, h, l.Person) {
			who = evaluation.Actor{Office: f.Office, Account: "demo-" + h, Person: h, Name: book.Name(h), Roles: []evaluation.Role{evaluation.RoleHead}}
		}
	}
	return f.act(ctx, who, l.Entry, "enter", in, "")
}

// enterBonus enters people of a period; then "verify" or "accept" goes further.
func (f *filler) enterBonus(ctx context.Context, plan *bonus.Plan, lines []bonus.Line, then string) error {
	for i := range lines {
		l := &lines[i]
		if err := f.enterEntry(ctx, l, did(plan, i)); err != nil {
			return err
		}
		if then == "" {
			continue
		}
		if err := f.act(ctx, f.reviewer(), l.Entry, "verify", nil, ""); err != nil {
			return err
		}
		if then == "accept" {
			if err := f.act(ctx, f.payee(l), l.Entry, "accept", nil, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filler) planOf(ctx context.Context, scheme string) (*bonus.Plan, error) {
	s, err := stored[bonus.Scheme](ctx, f, scheme)
	if err != nil {
		return nil, err
	}
	return &s.Plan, nil
}

// firstHalf goes all the way, with a contest, a deduction, an objection and an
// adjustment after payroll.
func (f *filler) firstHalf(ctx context.Context, scheme string) error {
	plan, err := f.planOf(ctx, scheme)
	if err != nil {
		return err
	}
	id, err := f.openBonus(ctx, &bonus.PeriodInput{
		Title: "2026年上半年工作奖金", From: evaluation.NewDate(2026, 1, 1), To: evaluation.NewDate(2026, 6, 30), Scheme: scheme, Pool: "486000.00",
		Document: "示财〔2026〕41号", DocumentOn: evaluation.NewDate(2026, 6, 18), EntriesBy: evaluation.NewDate(2026, 7, 6), Approved: true,
	}, "begin")
	if err != nil {
		return err
	}
	lines, err := f.taking(ctx, id)
	if err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 7, 3))
	if err := f.enterBonus(ctx, plan, lines[1:], "verify"); err != nil {
		return err
	}
	if err := f.contested(ctx, plan, &lines[0]); err != nil {
		return err
	}
	d, err := f.deduction(ctx, id, lines[2].Person, "两件群众来信超过期限未答复")
	if err != nil {
		return err
	}
	if err := f.act(ctx, f.leaders[1], d, "confirm", nil, "经核实确属超期"); err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 7, 10))
	for _, step := range []string{"compute", "announce"} {
		if err := f.act(ctx, f.personnel, id, step, nil, ""); err != nil {
			return err
		}
	}
	if err := f.act(ctx, f.payee(&lines[4]), id, "object", &bonus.ObjectInput{Text: "本科室参加防汛值守没有列入指标。"}, ""); err != nil {
		return err
	}
	if err := f.act(ctx, f.reviewer(), id, "answer", &notice.AnswerInput{Number: 1, Answer: "防汛值守由专项保障，下一版办法研究列入。"}, ""); err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 7, 20))
	for _, step := range []struct {
		who evaluation.Actor
		act string
	}{{f.personnel, "close_notice"}, {f.leaders[0], "approve"}, {f.personnel, "export"}} {
		if err := f.act(ctx, step.who, id, step.act, nil, ""); err != nil {
			return err
		}
	}
	return f.adjustments(ctx, id, lines)
}

// contested lets the cadre contest, and what was contested be put right.
func (f *filler) contested(ctx context.Context, plan *bonus.Plan, l *bonus.Line) error {
	in := did(plan, 0)
	if err := f.enterEntry(ctx, l, in); err != nil {
		return err
	}
	for _, step := range []struct {
		who evaluation.Actor
		act string
		in  any
	}{
		{f.reviewer(), "verify", nil},
		{f.payee(l), "contest", &bonus.ContestInput{Text: "六月下旬办结的 12 件没有计入，台账可查。"}},
		{f.leaders[1], "answer", &bonus.ContestAnswer{Outcome: bonus.OutcomeChanged, Answer: "查对台账属实，退回更正。"}},
	} {
		if err := f.act(ctx, step.who, l.Entry, step.act, step.in, ""); err != nil {
			return err
		}
	}
	in.Workload[0].Quantity = bonus.WriteHundredths(bonus.Number(in.Workload[0].Quantity).Hundredths() + 12_00)
	if err := f.enterEntry(ctx, l, in); err != nil {
		return err
	}
	return f.act(ctx, f.reviewer(), l.Entry, "verify", nil, "")
}

func (f *filler) deduction(ctx context.Context, period, person, grounds string) (string, error) {
	r, err := f.Service.Create(ctx, f.personnel, bonus.KindDeduction, "propose", evaluation.Creation{Input: &bonus.DeductionInput{
		Period: period, Person: person, Points: 3, Grounds: grounds,
	}})
	return r.ID, err
}

// adjustments after payroll, one in each state.
func (f *filler) adjustments(ctx context.Context, period string, lines []bonus.Line) error {
	f.Clock.set(evaluation.NewDate(2026, 8, 10))
	for i, step := range []struct {
		who evaluation.Actor
		act string
	}{{f.leaders[0], "approve"}, {f.leaders[0], "reject"}, {f.personnel, "withdraw"}, {}} {
		r, err := f.Service.Create(ctx, f.personnel, bonus.KindAdjustment, "propose", evaluation.Creation{Input: &bonus.AdjustInput{
			Period: period, Grounds: "两人共同办结的事项记在一人名下，按台账分记。",
			Rows: []bonus.AdjustRow{{Person: lines[5+2*i].Person, Yuan: "-86.40"}, {Person: lines[6+2*i].Person, Yuan: "86.40"}},
		}})
		if err != nil {
			return err
		}
		if step.act == "" {
			continue
		}
		if err := f.act(ctx, step.who, r.ID, step.act, nil, "对照台账"); err != nil {
			return err
		}
	}
	return nil
}

// secondHalf is under way: entries in every state, deductions too.
func (f *filler) secondHalf(ctx context.Context, scheme string) error {
	plan, err := f.planOf(ctx, scheme)
	if err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 11, 16))
	id, err := f.openBonus(ctx, &bonus.PeriodInput{
		Title: "2026年下半年工作奖金", From: evaluation.NewDate(2026, 7, 1), To: evaluation.NewDate(2026, 12, 31), Scheme: scheme, Pool: "512000.00",
		Document: "示财〔2026〕77号", DocumentOn: evaluation.NewDate(2026, 11, 10), EntriesBy: evaluation.NewDate(2026, 12, 18), Approved: true,
		Cosign: []string{bonus.CosignDiscipline},
	}, "begin")
	if err != nil {
		return err
	}
	lines, err := f.taking(ctx, id)
	if err != nil {
		return err
	}
	const some = 12
	for i, then := range []string{"accept", "verify", ""} {
		if err := f.enterBonus(ctx, plan, lines[i*some:(i+1)*some], then); err != nil {
			return err
		}
	}
	contest := &bonus.ContestInput{Text: "走访户数少记了 8 户，见走访日志。"}
	for _, l := range lines[some : some+2] {
		if err := f.act(ctx, f.payee(&l), l.Entry, "contest", contest, ""); err != nil {
			return err
		}
	}
	answer := &bonus.ContestAnswer{Outcome: bonus.OutcomeStands, Answer: "日志中 8 户为电话联系，不计入走访。"}
	if err := f.act(ctx, f.leaders[1], lines[some].Entry, "answer", answer, ""); err != nil {
		return err
	}
	return f.openDeductions(ctx, id, lines)
}

func (f *filler) openDeductions(ctx context.Context, period string, lines []bonus.Line) error {
	for i, act := range []string{"", "reject", "withdraw"} {
		id, err := f.deduction(ctx, period, lines[20+i].Person, "一次会议无故缺席")
		if err != nil {
			return err
		}
		if err := f.act(ctx, f.payee(&lines[20+i]), id, "reply", &bonus.ReplyInput{Reply: "当天在窗口顶岗，已向科长说明。"}, ""); err != nil {
			return err
		}
		who := f.leaders[1]
		if act == "withdraw" {
			who = f.personnel
		}
		if act == "" {
			continue
		}
		if err := f.act(ctx, who, id, act, nil, "经核实确有其事由"); err != nil {
			return err
		}
	}
	return nil
}

// smallPeriods are of the deputy heads alone, one in each state that the
// half-years do not show.
func (f *filler) smallPeriods(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 9, 28))
	plan, err := f.smallScheme(ctx)
	if err != nil {
		return err
	}
	for i, end := range []evaluation.State{
		bonus.PeriodDraft, bonus.PeriodCancelled, bonus.PeriodVerified, bonus.PeriodNotice, bonus.PeriodSigning, bonus.PeriodReady, bonus.PeriodApproved,
	} {
		if err := f.smallPeriod(ctx, plan, i, end); err != nil {
			return fmt.Errorf("%s: %w", end, err)
		}
	}
	return nil
}

// small is a scheme with its record.
type small struct {
	scheme string
	plan   *bonus.Plan
}

func (f *filler) smallScheme(ctx context.Context) (small, error) {
	p := &bonus.Plan{
		Name: "窗口服务专项奖金分配办法", Floor: 40, WorkShare: 60, Competent: 100, Excellent: 100, Ungraded: 100,
		Workload: []bonus.WorkRow{{Name: "窗口值守", Unit: "天", Points: "1"}},
	}
	for _, level := range roster.Levels() {
		if level != roster.LevelSectionDeputy {
			p.Outside = append(p.Outside, bonus.LevelRow{Level: level})
		}
	}
	r, err := f.Service.Create(ctx, f.personnel, bonus.KindScheme, "draft", evaluation.Creation{Input: p})
	if err != nil {
		return small{}, err
	}
	return small{r.ID, p}, f.act(ctx, f.leaders[0], r.ID, "issue", nil, "")
}

func (f *filler) smallPeriod(ctx context.Context, s small, i int, end evaluation.State) error {
	f.Clock.set(evaluation.NewDate(2026, 9, 28))
	from := evaluation.NewDate(2026, 2, 1).AddMonths(i)
	in := &bonus.PeriodInput{
		Title: fmt.Sprintf("2026年%d月窗口服务专项奖金", 2+i), From: from, To: from.AddMonths(1).AddDays(-1), Scheme: s.scheme,
		Pool: "12000.00", Document: fmt.Sprintf("示财〔2026〕%d号", 50+i), DocumentOn: evaluation.NewDate(2026, 9, 20), EntriesBy: evaluation.NewDate(2026, 10, 9), Approved: true,
	}
	if end == bonus.PeriodSigning {
		in.Cosign = []string{bonus.CosignDiscipline}
	}
	if end == bonus.PeriodDraft {
		_, err := f.openBonus(ctx, in)
		return err
	}
	id, err := f.openBonus(ctx, in, "begin")
	if err != nil {
		return err
	}
	if end == bonus.PeriodCancelled {
		return f.act(ctx, f.personnel, id, "cancel", nil, "专项并入半年奖金")
	}
	lines, err := f.taking(ctx, id)
	if err != nil {
		return err
	}
	if err := f.enterBonus(ctx, s.plan, lines, "accept"); err != nil {
		return err
	}
	steps := []struct {
		who evaluation.Actor
		act string
		to  evaluation.State
	}{
		{f.personnel, "compute", bonus.PeriodVerified}, {f.personnel, "announce", bonus.PeriodNotice}, {f.personnel, "close_notice", bonus.PeriodReady},
		{f.leaders[0], "approve", bonus.PeriodApproved},
	}
	for _, step := range steps {
		if step.act == "close_notice" {
			f.Clock.set(evaluation.NewDate(2026, 10, 19))
		}
		if step.act == "announce" && end == bonus.PeriodNotice {
			f.Clock.set(evaluation.NewDate(2026, 11, 20))
		}
		if err := f.act(ctx, step.who, id, step.act, nil, ""); err != nil {
			return err
		}
		if step.to == end || end == bonus.PeriodSigning && step.act == "close_notice" {
			return nil
		}
	}
	return nil
}
