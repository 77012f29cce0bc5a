package appraisal

import (
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// plan plans a year, or changes the plan.
func (s *Service) plan(step *evaluation.Step, r *Round, in *PlanInput) (evaluation.State, error) {
	if err := checkPlan(step, in); err != nil {
		return "", err
	}
	rules, err := s.Freeze(step, roundKeys()...)
	if err != nil {
		return "", err
	}
	*r = Round{
		Year: in.Year, From: evaluation.NewDate(in.Year, 1, 1), AsOf: in.AsOf, VoteBy: in.VoteBy, OpinionBy: in.OpinionBy,
		Items: []Item{}, Scale: in.Scale, Comments: in.Comments, Guide: in.Guide,
		Account: in.Account, Code: in.Code, Paper: in.Paper, Exceptions: append([]Exception{}, in.Exceptions...),
		Panels: []Panel{}, Cadres: []Cadre{}, Slips: []Slips{}, Rehearsals: append([]Rehearsal{}, r.Rehearsals...), Keeping: r.Keeping, Rules: rules,
	}
	for i, x := range in.Items {
		r.Items = append(r.Items, Item{Code: strconv.Itoa(i + 1), Name: strings.TrimSpace(x.Name), Weight: x.Weight, Note: x.Note})
	}
	rec := step.Record
	rec.Period = strconv.Itoa(in.Year)
	rec.Unique, rec.Sort, rec.On = rec.Period, rec.Period, in.AsOf
	desk.Wait(rec, in.VoteBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return RoundDraft, nil
}

func checkPlan(step *evaluation.Step, in *PlanInput) error {
	m := evaluation.Mistakes{}
	if in.AsOf.Year() != in.Year {
		m.Add("as_of", "appraisal.as_of", "year", in.Year)
	}
	if in.VoteBy.Before(in.AsOf) {
		m.Add("vote_by", "appraisal.order", "before", in.AsOf.String())
	}
	if in.OpinionBy.Before(in.VoteBy) {
		m.Add("opinion_by", "appraisal.order", "before", in.VoteBy.String())
	}
	if !in.Account && !in.Code && !in.Paper {
		m.Add("account", "appraisal.no_way")
	}
	checkItems(m, in.Items)
	for i, e := range in.Exceptions {
		at := "exceptions." + strconv.Itoa(i)
		if !e.Account && !e.Code && !e.Paper {
			m.Add(at+".account", "appraisal.no_way")
		}
		if slices.ContainsFunc(in.Exceptions[:i], func(o Exception) bool { return o.Committee == e.Committee }) {
			m.Add(at+".committee", "appraisal.twice")
		}
	}
	found, err := step.Read.Find(step.Ctx, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindRound}, Uniques: []string{strconv.Itoa(in.Year)}, Limit: 1,
	})
	if err != nil {
		return err
	}
	if len(found.Records) > 0 && found.Records[0].ID != step.Record.ID {
		m.Add("year", "appraisal.exists", "year", in.Year)
	}
	return m.Err()
}

func checkItems(m evaluation.Mistakes, items []ItemInput) {
	sum := 0
	for i, x := range items {
		sum += x.Weight
		if slices.ContainsFunc(items[:i], func(o ItemInput) bool { return strings.TrimSpace(o.Name) == strings.TrimSpace(x.Name) }) {
			m.Add("items."+strconv.Itoa(i)+".name", "appraisal.twice")
		}
	}
	if sum != 100 {
		m.Add("items", "appraisal.weights", "sum", sum)
	}
}

// ready determines who rates whom and returns an error if something prevents the
// round.
func (s *Service) ready(step *evaluation.Step, r *Round) error {
	rules, err := s.Freeze(step, roundKeys()...)
	if err != nil {
		return err
	}
	r.Rules = rules
	n, err := numbersOf(rules)
	if err != nil {
		return err
	}
	book, err := s.relate(step.Ctx, step.Record.Office, r, n)
	if err != nil {
		return err
	}
	return desk.Ready(preflight(book, r, n))
}

// rehearse opens boxes for a rehearsal.
func (s *Service) rehearse(step *evaluation.Step, r *Round) (evaluation.State, error) {
	if err := s.ready(step, r); err != nil {
		return "", err
	}
	return RoundRehearsing, step.Effect("open_boxes", nil)
}

// endRehearsal counts the votes of the rehearsal and deletes everything else.
func (s *Service) endRehearsal(step *evaluation.Step, r *Round) (evaluation.State, error) {
	votes := 0
	for _, p := range r.Panels {
		n, err := s.Boxes.Count(step.Ctx, step.Record.Office, r.rehearsal(step.Record.ID, p.Committee))
		if err != nil {
			return "", err
		}
		votes += n.Cast
	}
	if err := step.Effect("end_rehearsal", effectArgs{Rehearsal: len(r.Rehearsals), Committees: committees(r)}); err != nil {
		return "", err
	}
	r.Rehearsals = append(r.Rehearsals, Rehearsal{On: step.Today, Votes: votes})
	r.Panels, r.Cadres, r.Slips = []Panel{}, []Cadre{}, []Slips{}
	return RoundDraft, nil
}

// publish freezes the round and creates the key of its ballots. The ids of sheets
// and opinions are chosen here, so that repeating the effects creates nothing
// twice.
func (s *Service) publish(step *evaluation.Step, r *Round) (evaluation.State, error) {
	if err := s.ready(step, r); err != nil {
		return "", err
	}
	if r.votes() {
		if err := s.Boxes.Begin(&r.Keeping); err != nil {
			return "", err
		}
	}
	for i := range r.Cadres {
		c := &r.Cadres[i]
		c.Sheet = step.NewID()
		for j := range c.Committees {
			c.Committees[j].Opinion = step.NewID()
		}
	}
	r.Slips = []Slips{}
	desk.Wait(step.Record, r.VoteBy, evaluation.WaitRole(evaluation.RolePersonnel))
	if err := step.Effect("open_boxes", nil); err != nil {
		return "", err
	}
	return RoundVoting, step.Effect("make", nil)
}

// extend moves the last days; nothing else in a published round can be changed.
func extend(step *evaluation.Step, r *Round, in *ExtendInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if in.OpinionBy.Before(in.VoteBy) {
		m.Add("opinion_by", "appraisal.order", "before", in.VoteBy.String())
	}
	r.VoteBy, r.OpinionBy, step.Record.Due = in.VoteBy, in.OpinionBy, in.VoteBy
	return RoundVoting, m.Err()
}

// extendDays: the last days can be moved to later days that are not in the past.
func extendDays(step *evaluation.Step, r *Round) (map[string]evaluation.Days, error) {
	later := evaluation.Days{From: evaluation.Last(r.VoteBy, step.Today)}
	return map[string]evaluation.Days{"vote_by": later, "opinion_by": later}, nil
}

// endVoting ends voting by account and code. Papers that were handed in can still
// be entered.
func (s *Service) endVoting(step *evaluation.Step, _ *Round) (evaluation.State, error) {
	step.Record.Due = step.Today
	return RoundCounting, nil
}

// release shows the results to the cadres. Unsigned opinions are reported first,
// because they are then dropped.
func (s *Service) release(step *evaluation.Step, r *Round, in *AnywayInput) (evaluation.State, error) {
	open, err := desk.AllOf[Opinion](step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindOpinion}, Parents: []string{step.Record.ID}, States: evaluation.States(OpinionWaiting, OpinionWritten),
	})
	if err != nil {
		return "", err
	}
	if len(open) > 0 && !in.Anyway {
		var who []string
		for _, o := range open {
			p := o.Payload
			if !slices.Contains(who, p.CommitteeName) {
				who = append(who, p.CommitteeName)
			}
		}
		return "", desk.Mistake("anyway", "appraisal.opinions_missing", "names", names(who), "count", len(open))
	}
	if err := allIn(step, r, SheetTallied); err != nil {
		return "", err
	}
	due, err := s.Due(step.Ctx, step.Record.Office, r.Rules, "appraisal.acknowledge", step.Today)
	if err != nil {
		return "", err
	}
	step.Record.Due = due
	return RoundReleased, step.Effect("release", nil)
}

// closeRound ends the year when every sheet is locked.
func closeRound(step *evaluation.Step, r *Round) (evaluation.State, error) {
	if err := allIn(step, r, SheetLocked); err != nil {
		return "", err
	}
	desk.Wait(step.Record, evaluation.Date{})
	return RoundClosed, nil
}

// allIn refuses while a sheet is not in the state.
func allIn(step *evaluation.Step, r *Round, in evaluation.State) error {
	list, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindSheet}, Parents: []string{step.Record.ID}, States: evaluation.States(in),
	})
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, x := range list {
		done[x.Subject] = true
	}
	var open []string
	for _, c := range r.Cadres {
		if !done[c.Person] {
			open = append(open, c.Name)
		}
	}
	if len(open) > 0 {
		return desk.WrongState("appraisal.sheets_open."+string(in), "names", names(open), "count", len(open))
	}
	return nil
}

// reopenRound needs another person than the one who closed it.
func reopenRound(step *evaluation.Step, _ *Round) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return RoundReleased, nil
}

// cancel ends a round that was published by mistake, because it cannot be changed.
// Another round can then be planned for the year.
func (s *Service) cancel(step *evaluation.Step, r *Round) (evaluation.State, error) {
	if err := step.Effect("cancel", effectArgs{Rehearsal: len(r.Rehearsals), Committees: committees(r)}); err != nil {
		return "", err
	}
	r.ForgetKey()
	step.Record.Unique = step.Record.ID
	desk.Wait(step.Record, evaluation.Date{})
	return RoundCancelled, nil
}
