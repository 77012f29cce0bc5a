package concern

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// register records a concern received by telephone, visit or letter.
func (s *Service) register(step *evaluation.Step, m *Matter, in *RegisterInput) (evaluation.State, error) {
	m.Channel, m.Named, m.RegisteredBy = in.Channel, in.Contact != "", step.Actor.Name
	m.Reporter, m.Time = s.pseudonym(in.Contact, step.Record.ID), in.Time
	if err := s.receive(step, m, in.About, in.Received); err != nil {
		return "", err
	}
	m.Files = append(m.Files, in.Files...)
	if m.Named { // the contact must not be in the record, not even encrypted, so it cannot be an effect
		office, id := step.Record.Office, step.Record.ID
		step.Before(func(ctx context.Context) error { return s.keepContact(ctx, office, id, in.Contact) })
	}
	return Received, nil
}

// report is done by a social supervisor, who can then follow the matter.
func (s *Service) report(step *evaluation.Step, m *Matter, in *ReportInput) (evaluation.State, error) {
	m.Channel, m.Named, m.RegisteredBy = ChannelSupervisor, true, step.Actor.Name
	m.Reporter = s.Vault.Mark("supervisor", step.Actor.Account)[:16]
	if err := s.receive(step, m, in.About, step.Today); err != nil {
		return "", err
	}
	m.Files = append(m.Files, in.Files...)
	step.Record.Parties = []string{evaluation.PartyAccount(step.Actor.Account)}
	return Received, nil
}

// submit is an act that only Kaoji does: a comment from a box, a slip, a part split
// off.
func (s *Service) submit(step *evaluation.Step, m *Matter, in *Submission) (evaluation.State, error) {
	m.Channel, m.Box, m.Named, m.Reporter, m.SplitFrom = in.Channel, in.Box, in.Named, in.Reporter, in.SplitFrom
	if err := s.receive(step, m, in.About, in.Received); err != nil {
		return "", err
	}
	m.Files = append(m.Files, in.Files...)
	return Received, nil
}

// done returns the deadline of an accepted matter: 60 days from acceptance (C-29).
func (s *Service) done(step *evaluation.Step, m *Matter) (evaluation.Date, error) {
	due, missing, err := s.DueCounted(step.Ctx, step.Record.Office, m.Rules, "complaint.done", m.AcceptedOn)
	m.DoneBy, m.Missing = due, append(m.Missing, missing...)
	return due, err
}

func (s *Service) accept(step *evaluation.Step, m *Matter, in *AcceptInput) (evaluation.State, error) {
	m.AcceptedOn = step.Today
	due, err := s.done(step, m)
	if err != nil {
		return "", err
	}
	desk.Wait(step.Record, due, evaluation.WaitRole(evaluation.RolePersonnel))
	if in.Handler == "" {
		return Accepted, nil
	}
	return Assigned, s.handOn(step, m, in.Handler)
}

func decline(step *evaluation.Step, m *Matter, in *ReplyInput) (evaluation.State, error) {
	m.Reply, m.AnsweredOn = in.Reply, step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return Declined, nil
}

func (s *Service) assign(step *evaluation.Step, m *Matter, in *AssignInput) (evaluation.State, error) {
	return Assigned, s.handOn(step, m, in.Handler)
}

// handlers says who can look into a matter: who is not concerned (not the person, not a
// relative, and not of the department that it is about) and can open it.
func (s *Service) handlers(step *evaluation.Step, _ *Matter) (map[string]evaluation.Suits, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, m := range day.Members() {
		all = append(all, m.ID)
	}
	able, err := s.Holders(step.Ctx, step.Record.Office, all, handling...)
	if err != nil {
		return nil, err
	}
	subject, unit := step.Record.Subject, step.Record.Unit
	apart := func(person string) evaluation.Problem {
		heads, _ := day.Units(person)
		if who, _ := day.Member(person); slices.Contains(heads, unit) || subject == "" && who.Department == unit {
			return evaluation.Say("concern.recused")
		}
		return evaluation.Problem{}
	}
	opens := func(person string) evaluation.Problem {
		if who, _ := day.Member(person); !slices.Contains(able, person) { // the handler could not open it
			return evaluation.Say("concern.no_account", "name", who.Name)
		}
		return evaluation.Problem{}
	}
	return map[string]evaluation.Suits{"handler": desk.Both(
		desk.Here(day, "concern.no_person"), desk.Apart(day, "concern.recused", subject), apart, opens,
	)}, nil
}

// handOn gives the matter to a handler.
func (s *Service) handOn(step *evaluation.Step, m *Matter, handler string) error {
	day, err := s.Today(step)
	if err != nil {
		return err
	}
	who, _ := day.Member(handler)
	sender := slices.DeleteFunc(slices.Clone(step.Record.Parties), func(p string) bool { return p == m.Handler })
	m.Handler, m.HandlerName = who.ID, who.Name
	step.Record.Parties = append(sender, who.ID)
	step.Record.Waiting = []string{evaluation.WaitPerson(who.ID)}
	return nil
}

// extend extends the 60 days once, counted from their end (C-29).
func (s *Service) extend(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	if m.Extended != "" {
		return "", desk.WrongState("concern.extended_once")
	}
	due, missing, err := s.Extended(step.Ctx, step.Record.Office, m.Rules, "complaint.done", "complaint.extension", m.AcceptedOn)
	if err != nil {
		return "", err
	}
	m.Extended, m.DoneBy, m.Missing, step.Record.Due = step.Reason, due, append(m.Missing, missing...), due
	return step.Record.State, nil
}

// sort changes what the concern is about. The handler must not be concerned by it.
func (s *Service) sort(step *evaluation.Step, m *Matter, in *SortInput) (evaluation.State, error) {
	if err := s.place(step, m, in.Unit, in.Person); err != nil {
		return "", err
	}
	m.Category, m.Topic = in.Category, in.Topic
	if m.Handler == "" {
		return step.Record.State, nil
	}
	return step.Record.State, s.handOn(step, m, m.Handler)
}

// split makes a separate matter of the part about somebody else, with the same
// reporter and day.
func (s *Service) split(step *evaluation.Step, m *Matter, in *About) (evaluation.State, error) {
	// The new matter is created after this act, so reasons for refusing it are
	// checked here.
	if _, err := s.whom(step, in.Unit, in.Person); err != nil {
		return "", err
	}
	if in.Happened.After(m.Received) {
		return "", desk.Mistake("happened", "concern.future", "today", m.Received.String())
	}
	err := step.Effect("part", partArgs{ID: step.NewID(), Submission: Submission{
		About: *in, Channel: m.Channel, Box: m.Box, Reporter: m.Reporter, Received: m.Received, SplitFrom: m.No,
	}})
	return step.Record.State, err
}

type partArgs struct {
	ID         string     `json:"id"`
	Submission Submission `json:"submission"`
}

// part creates the matter; the id is given, so that running twice creates one.
func part(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var a partArgs
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	_, err := do.Create(ctx, evaluation.System(r.Office), KindMatter, "submit", evaluation.Creation{ID: a.ID, Input: &a.Submission})
	return err
}

// merge ends a duplicate; the other matter records it. Merging into a matter that
// is merged itself is refused.
func (s *Service) merge(step *evaluation.Step, m *Matter, in *OtherInput) (evaluation.State, error) {
	q := evaluation.Query{Units: []string{step.Record.Unit}}
	if step.Record.Subject != "" {
		q.Subjects = []string{step.Record.Subject}
	}
	if err := needsOther(step, q, func(o *evaluation.Record) bool { return o.Subject == step.Record.Subject && o.State != Merged }); err != nil {
		return "", err
	}
	r, other, err := s.byNo(step, in.No)
	if err != nil {
		return "", err
	}
	switch {
	case r.State == Merged:
		return "", desk.Mistake("no", "concern.merged_itself", "no", other.MergedInto)
	case r.Subject != step.Record.Subject || r.Unit != step.Record.Unit: // it would count against somebody else
		return "", desk.Mistake("no", "concern.merge_other")
	}
	m.MergedInto = other.No
	desk.Wait(step.Record, evaluation.Date{})
	return Merged, step.Effect("absorb", map[string]string{"into": r.ID, "no": m.No, "wide": m.Wide})
}

// othersRead is how many other matters are read to see whether one suits; where there are
// more, one is taken to suit.
const othersRead = 20

// needsOther refuses where a query finds no other matter that suits and that the actor may
// know of.
func needsOther(step *evaluation.Step, q evaluation.Query, suits func(*evaluation.Record) bool) error {
	q.Office, q.Kinds, q.NoHistory, q.Limit = step.Record.Office, []string{KindMatter}, true, othersRead
	found, err := step.Read.Find(step.Ctx, q)
	if err != nil {
		return err
	}
	if found.Next == "" && !slices.ContainsFunc(found.Records, func(r evaluation.Record) bool {
		return r.ID != step.Record.ID && !hidden(step, &r) && suits(&r)
	}) {
		return desk.WrongState("concern.no_others")
	}
	return nil
}

func absorbed(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var a struct{ Into, No, Wide string }
	if err := json.Unmarshal(args, &a); err != nil {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, a.Into, "absorb", &AbsorbInput{Record: a.No, Wide: a.Wide})
}

func absorb(step *evaluation.Step, m *Matter, in *AbsorbInput) (evaluation.State, error) {
	if !slices.Contains(m.Merged, in.Record) {
		m.Merged = append(m.Merged, in.Record)
	}
	if m.Wide == "" {
		m.Wide = in.Wide
	}
	return step.Record.State, nil
}

// sameReporter records that two concerns have the same reporter, who then counts
// once (H-23).
func (s *Service) sameReporter(step *evaluation.Step, m *Matter, in *OtherInput) (evaluation.State, error) {
	if err := needsOther(step, evaluation.Query{}, func(*evaluation.Record) bool { return true }); err != nil {
		return "", err
	}
	_, other, err := s.byNo(step, in.No)
	if err != nil {
		return "", err
	}
	m.Reporter = other.Reporter
	return step.Record.State, nil
}

func markWide(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	m.Wide = step.Reason
	return step.Record.State, nil
}

func unmarkWide(step *evaluation.Step, m *Matter) (evaluation.State, error) {
	m.Wide = ""
	return step.Record.State, nil
}
