package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// surnames and given make the cadres of the residents' committees.
var (
	surnames = []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜")
	given    = []string{"桂英", "文慧", "秀兰", "建国", "美华", "志强", "玉珍", "国平"}
)

// seats gives each residents' committee its cadres; the last one has a single
// one, who cannot be anonymous.
func (f *filler) seats(ctx context.Context) ([]roster.CommitteeInfo, error) {
	book, err := f.Roster.Book(ctx, f.Office)
	if err != nil {
		return nil, err
	}
	committees := book.On(evaluation.DateOf(f.Clock.Now())).Committees()
	for i, k := range committees {
		in := &roster.SeatMembers{}
		for j := range 6 + i%3 {
			post := "委员"
			if j == 0 {
				post = "主任"
			}
			in.Members = append(in.Members, roster.SeatRow{
				Name: string(surnames[(i*7+j*5)%len(surnames)]) + given[(i+j*3)%len(given)], Post: post, Signs: j == 0,
			})
			if i == len(committees)-1 {
				break
			}
		}
		if err := f.act(ctx, f.personnel, k.ID, "seat", in, ""); err != nil {
			return nil, err
		}
	}
	return committees, nil
}

// appraisals are last year's round, released, and this year's in which the
// committees vote.
func (f *filler) appraisals(ctx context.Context) error {
	f.Clock.set(evaluation.NewDate(2025, 12, 1))
	if _, err := f.seats(ctx); err != nil {
		return err
	}
	if err := f.committeeLogins(ctx); err != nil {
		return err
	}
	last, err := f.vote(ctx, 2025, 1)
	if err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2025, 12, 16))
	if err := f.act(ctx, f.personnel, last, "end_voting", nil, ""); err != nil {
		return err
	}
	if err := f.act(ctx, f.personnel, last, "tally", &appraisal.TallyInput{Passphrase: Passphrase}, ""); err != nil {
		return err
	}
	if err := f.opinions(ctx, last); err != nil {
		return err
	}
	if err := f.act(ctx, f.personnel, last, "release", &appraisal.AnywayInput{Anyway: true}, ""); err != nil {
		return err
	}
	f.Clock.set(evaluation.NewDate(2026, 11, 16))
	_, err = f.vote(ctx, 2026, 2)
	return err
}

// vote plans and publishes a round on the day of the clock, gives out slips
// and lets one in so many of them be used.
func (f *filler) vote(ctx context.Context, year, every int) (string, error) {
	today := evaluation.DateOf(f.Clock.Now())
	r, err := f.Service.Create(ctx, f.personnel, appraisal.KindRound, "plan", evaluation.Creation{Input: &appraisal.PlanInput{
		Year: year, AsOf: today, VoteBy: today.AddDays(14), OpinionBy: today.AddDays(20),
		Items: []appraisal.ItemInput{
			{Name: "联系群众", Weight: 30, Note: "走访、接待、回应诉求"}, {Name: "解决问题", Weight: 40, Note: "办成的实事"}, {Name: "作风纪律", Weight: 30},
		},
		Scale: appraisal.ScalePoints, Comments: appraisal.CommentsDigest, Guide: "请根据一年来的工作接触客观评价。", Code: true,
		Account: every > 1, // this year some committees have accounts
	}})
	if err != nil {
		return "", err
	}
	if err := f.keep(ctx, r.ID); err != nil {
		return "", err
	}
	if err := f.act(ctx, f.personnel, r.ID, "publish", nil, ""); err != nil {
		return "", err
	}
	round, err := stored[appraisal.Round](ctx, f, r.ID)
	if err != nil {
		return "", err
	}
	for i, panel := range round.Panels {
		if panel.Named || every > 1 && i >= len(round.Panels)-3 { // some wait for their slips
			continue
		}
		slots := 0
		for _, x := range panel.Raters {
			if x.Way == appraisal.WayCode {
				slots++
			}
		}
		if slots == 0 {
			continue
		}
		if r, err = f.Service.Load(ctx, f.Office, r.ID); err != nil {
			return "", err
		}
		codes, err := f.Appraisal.Issue(ctx, f.Service, f.personnel, r.ID, r.Version, panel.Committee, slots)
		if err != nil {
			return "", err
		}
		for j, code := range codes {
			if j%every == 0 {
				if err := f.slip(ctx, code, i, j); err != nil {
					return "", err
				}
			}
		}
	}
	return r.ID, nil
}

// slip casts a ballot; a few marks stand at the upper end, with the reason.
func (f *filler) slip(ctx context.Context, code string, i, j int) error {
	form, err := f.Appraisal.Slip(ctx, f.Office, code)
	if err != nil {
		return err
	}
	var b appraisal.Ballot
	for n, c := range form.Cadres {
		row := appraisal.Row{Person: c.Person}
		merit := 78 // cadres differ, and raters differ a little about them
		for _, letter := range c.Name {
			merit += int(letter) % 7
		}
		var points []string
		for item := range form.Items {
			mark := min(max(merit+(i*5+j*7+item*3)%6, form.Low), form.High-1)
			points = append(points, strconv.Itoa(mark))
		}
		if (i+j+n)%13 == 12 {
			points[0], row.Reason = strconv.Itoa(form.High), "多次上门帮助困难家庭，居民普遍认可。"
		}
		row.Points = strings.Join(points, " ")
		row.Abstain = (i+j+n)%29 == 28
		if row.Abstain {
			row.Points, row.Reason = "", ""
		}
		b.Rows = append(b.Rows, row)
	}
	return f.Appraisal.CastSlip(ctx, f.Office, code, b)
}

// opinions are signed on paper and typed in; some are still missing.
func (f *filler) opinions(ctx context.Context, round string) error {
	list, err := desk.All(ctx, f.Service, evaluation.Query{Office: f.Office, Kinds: []string{appraisal.KindOpinion}, Parents: []string{round}})
	if err != nil {
		return err
	}
	p, err := stored[appraisal.Round](ctx, f, round)
	if err != nil {
		return err
	}
	signer := map[string]string{}
	for _, panel := range p.Panels {
		signer[panel.Committee] = panel.Raters[0].Name
	}
	for i, o := range list {
		if i%8 == 7 {
			continue
		}
		op, err := evaluation.PayloadOf[appraisal.Opinion](o)
		if err != nil {
			return err
		}
		in := &appraisal.PaperOpinionInput{SignerName: signer[op.Committee], SignedOn: evaluation.DateOf(f.Clock.Now())}
		in.Text = fmt.Sprintf("%s同志一年来经常到%s走访，能及时协调解决居民反映的问题，作风扎实。", op.Name, op.CommitteeName)
		in.Advice = "希望进一步增加节假日走访。"
		if err := f.act(ctx, f.personnel, o.ID, "enter", in, ""); err != nil {
			return err
		}
	}
	return nil
}
