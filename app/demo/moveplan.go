package demo

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// movePlans makes three what-if plans for the heads of departments, of which one
// cannot be, and one plan for two others that has taken effect.
func (f *filler) movePlans(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2026, 10, 19))
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return err
	}
	day := book.On(evaluation.DateOf(f.Clock.Now()))
	if err := f.effectivePlan(ctx, day); err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 11, 9))
	return f.whatIfs(ctx, day)
}

// openPlan begins a plan as of today.
func (f *filler) openPlan(ctx context.Context, title, words string, effective evaluation.Date, people []string) (string, *rotation.MovePlan, error) {
	r, err := f.Service.Create(ctx, f.personnel, rotation.KindPlan, "open", evaluation.Creation{Input: &rotation.OpenInput{
		Title: title, AsOf: evaluation.DateOf(f.Clock.Now()), Effective: effective, Words: words, PlayInput: rotation.PlayInput{People: people},
	}})
	if err != nil {
		return "", nil, err
	}
	p, err := evaluation.PayloadOf[rotation.MovePlan](r)
	return r.ID, p, err
}

// effectivePlan lets two members of staff of the last two departments change
// places, with all that belongs to it.
func (f *filler) effectivePlan(ctx context.Context, day *roster.Snapshot) error {
	units := day.Departments()
	var people []string
	for _, d := range units[len(units)-2:] {
		for _, m := range slices.Backward(day.In(d.ID)) {
			if roster.LayerOf(m.Level) == roster.LayerStaff && !m.Heads {
				people = append(people, m.ID)
				break
			}
		}
	}
	on := evaluation.NewDate(2026, 11, 2)
	id, p, err := f.openPlan(ctx, "2026年第四季度轮岗方案", "两名同志在现岗位时间较长，互换岗位锻炼。", on, people)
	if err != nil {
		return err
	}
	for i := range p.Persons {
		p.Persons[i].Duty = rotation.DutyMust
	}
	for _, step := range []struct {
		act string
		in  any
	}{
		{"ask", &p.Terms}, {"compute", nil},
		{"submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}}},
		{"deliberate", &rotation.MeetingInput{
			On: evaluation.NewDate(2026, 10, 19), Place: "三楼会议室", Present: []string{f.leaders[0].Person, f.leaders[1].Person},
			Minutes: "会议听取了组织科汇报，同意两名同志互换岗位，做好工作交接。", Outcome: rotation.MeetingAgreed,
		}},
	} {
		if err := f.act(ctx, f.personnel, id, step.act, step.in, ""); err != nil {
			return err
		}
	}
	if err := f.signAll(ctx, id); err != nil {
		return err
	}
	if err := f.act(ctx, f.leaders[0], id, "approve", &rotation.ApproveInput{Effective: on, Opinion: "同意。"}, ""); err != nil {
		return err
	}
	if err := f.handOver(ctx, id); err != nil {
		return err
	}
	f.Clock.set(on)
	return f.act(ctx, f.personnel, id, "take_effect", nil, "")
}

// signAll signs for every party of a plan.
func (f *filler) signAll(ctx context.Context, id string) error {
	p, err := stored[rotation.MovePlan](ctx, f, id)
	if err != nil {
		return err
	}
	for _, party := range p.Signoff.Current().Parties {
		who := evaluation.Actor{Office: f.Office, Account: "demo-" + party.Key, Name: party.Name, Roles: []evaluation.Role{party.Role}}
		if party.Person != "" {
			who.Person, who.Roles = party.Person, []evaluation.Role{evaluation.RoleLeader}
		}
		if err := f.act(ctx, who, id, "sign", &rotation.SignInput{Words: "同意。"}, ""); err != nil {
			return err
		}
	}
	return nil
}

// handOver signs the handover of every move of a plan on both sides.
func (f *filler) handOver(ctx context.Context, id string) error {
	p, err := stored[rotation.MovePlan](ctx, f, id)
	if err != nil {
		return err
	}
	for _, m := range p.Moves {
		v, err := stored[rotation.Moving](ctx, f, m.Record)
		if err != nil {
			return err
		}
		for i := range v.Items {
			v.Items[i].Done = true
		}
		giver, taker := f.cadre(m.Person, m.Name), f.cadre(v.Taker, "接收人")
		if err := f.act(ctx, giver, m.Record, "list", &rotation.ChecklistInput{Items: v.Items}, ""); err != nil {
			return err
		}
		if err := f.act(ctx, giver, m.Record, "give", &rotation.HandingInput{}, ""); err != nil {
			return err
		}
		if err := f.act(ctx, taker, m.Record, "take", &rotation.HandingInput{Words: "已接收。"}, ""); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) cadre(person, name string) evaluation.Actor {
	return evaluation.Actor{Office: f.Office, Account: "demo-" + person, Person: person, Name: name, Roles: []evaluation.Role{evaluation.RoleCadre}}
}

// whatIfs are three plans side by side: the first as the rules weigh it, the
// second with a plan made by hand beside it, the third that cannot be.
func (f *filler) whatIfs(ctx context.Context, day *roster.Snapshot) error {
	var people []string
	for _, d := range day.Departments()[1:] {
		if heads := day.Heads(d.ID); len(heads) > 0 && len(people) < 8 {
			people = append(people, heads[0])
		}
	}
	effective := evaluation.NewDate(2027, 1, 4)
	one, p, err := f.openPlan(ctx, "科室负责人轮岗方案一", "按规则权重测算。", effective, people)
	if err != nil {
		return err
	}
	fields := []string{"党建", "民政", "综治", "城建", "民政", "综治", "经济", "党建"}
	for j := range p.Posts {
		p.Posts[j].Field, p.Posts[j].Lowest = fields[j%len(fields)], roster.LevelSectionDeputy
	}
	// Those over the mandatory years must move anyway.
	p.Pairs = []rotation.PairRow{{Post: p.Persons[6].Person, Other: p.Persons[7].Person, Why: "年度检查期间须保持连续"}}
	p.Wishes = []rotation.WishRow{{Person: p.Persons[2].Person, Post: p.Persons[3].Person, Place: 1}}
	p.Needs = []rotation.NeedRow{{Person: p.Persons[5].Person, Post: p.Persons[7].Person, Want: "wanted"}}
	p.Distances = []rotation.DistanceRow{{Field: "民政", Other: "党建", Far: 2}, {Field: "综治", Other: "城建", Far: 3}}
	p.Most = 6
	if err := f.asked(ctx, one, &p.Terms, nil); err != nil {
		return err
	}
	two, err := f.likePlan(ctx, one, "科室负责人轮岗方案二（少动）")
	if err != nil {
		return err
	}
	if err := f.asked(ctx, two, &p.Terms, &rotation.Weights{Move: 60, Distance: p.Distance, Early: p.Early, Late: 0, Wish: p.Wish, Need: p.Need}); err != nil {
		return err
	}
	if err := f.byHand(ctx, two); err != nil {
		return err
	}
	three, err := f.likePlan(ctx, one, "科室负责人轮岗方案三（其余不动）")
	if err != nil {
		return err
	}
	terms := p.Terms
	for i := range terms.Persons {
		if terms.Persons[i].Duty = rotation.DutyKeep; i == 2 {
			terms.Persons[i].Duty = rotation.DutyMust
		}
	}
	return f.asked(ctx, three, &terms, nil)
}

func (f *filler) likePlan(ctx context.Context, id, title string) (string, error) {
	r, err := f.Service.Create(ctx, f.personnel, rotation.KindPlan, "copy", evaluation.Creation{Input: &rotation.CopyInput{Plan: id, Title: title}})
	return r.ID, err
}

func (f *filler) asked(ctx context.Context, id string, terms *rotation.Terms, weights *rotation.Weights) error {
	if err := f.act(ctx, f.personnel, id, "ask", terms, ""); err != nil {
		return err
	}
	if weights != nil {
		if err := f.act(ctx, f.personnel, id, "weigh", weights, ""); err != nil {
			return err
		}
	}
	return f.act(ctx, f.personnel, id, "compute", nil, "")
}

// byHand saves a plan made by hand: two of the computed moves the other way round.
func (f *filler) byHand(ctx context.Context, id string) error {
	p, err := stored[rotation.MovePlan](ctx, f, id)
	if err != nil {
		return err
	}
	in := &rotation.ArrangeHand{}
	for _, at := range p.Result.Placed {
		in.Hand = append(in.Hand, rotation.HandRow{Person: at.Person, Post: at.Seat})
	}
	if n := len(in.Hand); n > 1 {
		in.Hand[0].Post, in.Hand[1].Post = in.Hand[1].Post, in.Hand[0].Post
	}
	return f.act(ctx, f.personnel, id, "arrange", in, "")
}
