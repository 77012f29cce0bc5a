package appraisal

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Form is the form that a rater fills in.
type Form struct {
	Round         string          `json:"round"`
	Year          int             `json:"year"`
	Committee     string          `json:"committee"`
	CommitteeName string          `json:"committee_name"`
	Rehearsal     bool            `json:"rehearsal"` // the ballot will be discarded
	Named         bool            `json:"named"`     // no ballot: a signed opinion, because there is one rater
	Guide         string          `json:"guide"`
	Items         []Item          `json:"items"`
	Scale         string          `json:"scale"`
	Grades        []rulepack.Item `json:"grades"`
	Comments      string          `json:"comments"`
	Low           int             `json:"low"` // marks up to Low and from High on need a reason
	High          int             `json:"high"`
	Floor         int             `json:"floor"` // fewest ballots whose figures are shown
	Cadres        []FormCadre     `json:"cadres"`
	Due           evaluation.Date `json:"due"`
	Voted         bool            `json:"voted"`
}

// FormCadre is a line of the form.
type FormCadre struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	UnitName string `json:"unit_name"`
	Post     string `json:"post"`
}

// form returns the form of a panel without the cadres from whom the rater is
// recused.
func (r *Round) form(rec *evaluation.Record, p *Panel, recused []string) (Form, error) {
	n, err := numbersOf(r.Rules)
	if err != nil {
		return Form{}, err
	}
	f := Form{
		Round: rec.ID, Year: r.Year, Committee: p.Committee, CommitteeName: p.Name, Rehearsal: rec.State == RoundRehearsing, Named: p.Named,
		Guide: r.Guide, Items: r.Items, Scale: r.Scale, Grades: n.grades, Comments: r.Comments, Low: n.low, High: n.high,
		Floor: n.floor, Cadres: []FormCadre{}, Due: r.VoteBy,
	}
	for _, id := range p.Cadres {
		if c, ok := r.cadre(id); ok && !slices.Contains(recused, id) {
			f.Cadres = append(f.Cadres, FormCadre{Person: id, Name: c.Name, UnitName: c.UnitName, Post: c.Post})
		}
	}
	return f, nil
}

func (f Form) people() []string {
	out := make([]string, 0, len(f.Cadres))
	for _, c := range f.Cadres {
		out = append(out, c.Person)
	}
	return out
}

// rater finds a rater of the round and the committee.
func (r *Round) rater(id string) (*Panel, Rater, bool) {
	for i := range r.Panels {
		for _, x := range r.Panels[i].Raters {
			if id != "" && x.ID == id && x.Way == WayAccount {
				return &r.Panels[i], x, true
			}
		}
	}
	return nil, Rater{}, false
}

// Changed forgets which rounds are running when a round was written.
func (s *Service) Changed(r evaluation.Record) {
	if r.Kind == KindRound {
		s.running.Drop(r.Office)
	}
}

// voting lists the rounds of an office in which ballots are cast. They are kept in
// memory, because every page counts what the reader has to do.
func (s *Service) voting(ctx context.Context, office string) ([]desk.Of[Round], error) {
	return s.running.Read(office, s.Now(), func() ([]desk.Of[Round], error) {
		return desk.AllOf[Round](ctx, s.Ledger, evaluation.Query{
			Office: office, Kinds: []string{KindRound}, States: evaluation.States(RoundRehearsing, RoundVoting), NoHistory: true,
		})
	})
}

// votedIn is the round of a ballot: what is kept of those in which ballots are cast, as the
// storage has it of others. Do not change it.
func (s *Service) votedIn(ctx context.Context, office, id string) (*Round, *evaluation.Record, error) {
	rounds, err := s.voting(ctx, office)
	if err != nil {
		return nil, nil, err
	}
	for i := range rounds {
		if rounds[i].ID == id {
			return rounds[i].Payload, &rounds[i].Record, nil
		}
	}
	r, rec, err := s.round(ctx, office, id)
	return r, &rec, err
}

// Tasks lists the forms that the actor may fill in now. Only the actor learns
// whether they have voted.
func (s *Service) Tasks(ctx context.Context, actor evaluation.Actor) ([]Form, error) {
	out := []Form{}
	if actor.Person == "" {
		return out, nil
	}
	rounds, err := s.voting(ctx, actor.Office)
	if err != nil {
		return nil, err
	}
	for i := range rounds {
		rec, r := &rounds[i].Record, rounds[i].Payload
		p, x, ok := r.rater(actor.Person)
		if !ok {
			continue
		}
		f, err := r.form(rec, p, x.Recused)
		if err != nil {
			return nil, err
		}
		if !p.Named {
			f.Voted, err = s.Boxes.Voted(ctx, rec.Office, s.boxOf(rec, r, p.Committee), actor.Person)
			if evaluation.CodeOf(err) == evaluation.CodeState {
				continue // the box has not been opened yet
			}
			if err != nil {
				return nil, err
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// Cast stores the actor's ballot. An actor who is not one of the raters that vote
// by account gets CodeNotFound, a second ballot is CodeConflict. The ballot is
// recorded only in the box.
func (s *Service) Cast(ctx context.Context, actor evaluation.Actor, round string, b Ballot) error {
	r, rec, err := s.votedIn(ctx, actor.Office, round)
	if err != nil {
		return err
	}
	p, x, ok := r.rater(actor.Person)
	if !ok || !Raters.Include(actor) {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	book, err := s.Book(ctx, actor.Office)
	if err != nil {
		return err
	}
	for _, id := range p.Cadres { // a relationship entered after publishing: the form is frozen, so the ballot is refused
		if _, related := book.Related(actor.Person, id); related && !slices.Contains(x.Recused, id) {
			return evaluation.Fail(evaluation.CodeRecused, "error.recused")
		}
	}
	return s.put(ctx, rec, r, p, x.Recused, ballot.Vote{Voter: actor.Person, Way: WayAccount}, b)
}

// Slip returns the form for a code; an unknown code is CodeNotFound.
func (s *Service) Slip(ctx context.Context, office, code string) (Form, error) {
	rec, r, p, mark, err := s.opened(ctx, office, code)
	if err != nil {
		return Form{}, err
	}
	if rec.State != RoundVoting && rec.State != RoundRehearsing {
		return Form{}, desk.WrongState("appraisal.not_voting")
	}
	f, err := r.form(rec, p, nil)
	if err != nil {
		return Form{}, err
	}
	f.Voted, err = s.Boxes.Voted(ctx, office, s.boxOf(rec, r, p.Committee), voterOf(mark))
	return f, err
}

// CastSlip stores the ballot of a slip, without an account. A used code is
// CodeConflict, a spoilt one CodeState.
func (s *Service) CastSlip(ctx context.Context, office, code string, b Ballot) error {
	rec, r, p, mark, err := s.opened(ctx, office, code)
	if err != nil {
		return err
	}
	return s.put(ctx, rec, r, p, nil, ballot.Vote{Voter: voterOf(mark), Way: WayCode}, b)
}

// opened returns what a code opens.
func (s *Service) opened(ctx context.Context, office, code string) (*evaluation.Record, *Round, *Panel, string, error) {
	b, mark, err := s.findSlip(ctx, office, code)
	if err != nil {
		return nil, nil, nil, "", err
	}
	r, rec, err := s.votedIn(ctx, office, b.Round)
	if err != nil {
		return nil, nil, nil, "", err
	}
	p, ok := r.panel(b.Committee)
	if !ok || b.Box != s.boxOf(rec, r, p.Committee) {
		return nil, nil, nil, "", evaluation.Fail(evaluation.CodeNotFound, "appraisal.no_code")
	}
	return rec, r, p, mark, nil
}

// put checks a ballot and stores it in the box; in a rehearsal only the vote is
// counted and the ballot is discarded.
func (s *Service) put(ctx context.Context, rec *evaluation.Record, r *Round, p *Panel, recused []string, v ballot.Vote, b Ballot) error {
	switch {
	case rec.State != RoundVoting && rec.State != RoundRehearsing:
		return desk.WrongState("appraisal.not_voting")
	case p.Named:
		return desk.WrongState("appraisal.named", "committee", p.Name)
	}
	if err := evaluation.CheckInput(&b); err != nil {
		return err
	}
	n, err := numbersOf(r.Rules)
	if err != nil {
		return err
	}
	f, err := r.form(rec, p, recused)
	if err != nil {
		return err
	}
	m := evaluation.Mistakes{}
	marks := r.read(m, "rows", b.Rows, f.people(), n)
	if err := m.Err(); err != nil {
		return err
	}
	id := s.boxOf(rec, r, p.Committee)
	if rec.State == RoundVoting {
		if v.Ballots, err = s.seal(id, p.Joined, marks); err != nil {
			return err
		}
	}
	return s.Boxes.Put(ctx, rec.Office, id, v)
}

// Turnout is how many people of a committee may vote and have voted.
type Turnout struct {
	Committee string `json:"committee"` // "" for the committees that are too small to be shown separately
	Name      string `json:"name"`
	Eligible  int    `json:"eligible"`
	Cast      int    `json:"cast"`
}

// Progress is the turnout of a round: numbers, never names (rule G-9).
type Progress struct {
	Committees []Turnout `json:"committees"`
	Small      int       `json:"small"` // committees so small that their numbers would reveal who has voted
	Eligible   int       `json:"eligible"`
	Cast       int       `json:"cast"`
}

// Progress counts the votes. The view must include the panels. Committees with
// fewer raters than rule H-1 requires are shown together, or not at all if even
// together they are too few; the totals include only what is shown.
func (s *Service) Progress(ctx context.Context, round evaluation.View) (Progress, error) {
	out := Progress{Committees: []Turnout{}}
	if err := round.Needs(KindRound, "panels"); err != nil {
		return out, err
	}
	r, rec, err := s.round(ctx, round.Office, round.ID)
	if err != nil {
		return out, err
	}
	n, err := numbersOf(r.Rules)
	if err != nil {
		return out, err
	}
	var small Turnout
	for _, p := range r.Panels {
		voting := len(p.voting())
		if p.Named || voting == 0 {
			continue
		}
		c, err := s.Boxes.Count(ctx, rec.Office, s.boxOf(&rec, r, p.Committee))
		if err != nil {
			return out, err
		}
		if voting < n.least {
			out.Small++
			small.Eligible, small.Cast = small.Eligible+voting, small.Cast+c.Cast
			continue
		}
		out.Committees = append(out.Committees, Turnout{Committee: p.Committee, Name: p.Name, Eligible: voting, Cast: c.Cast})
	}
	if out.Small > 1 && small.Eligible >= n.least {
		out.Committees = append(out.Committees, small)
	}
	for _, t := range out.Committees {
		out.Eligible, out.Cast = out.Eligible+t.Eligible, out.Cast+t.Cast
	}
	return out, nil
}
