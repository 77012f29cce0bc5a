package survey

import (
	"context"
	"encoding/hex"
	"io"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/hurdle"
	"kaoji/evaluation/rulepack"
)

// Form is what somebody of a group is asked.
type Form struct {
	Wave     string
	Group    Group
	AnswerBy evaluation.Date
	Answered bool // by this account or slip; known to nobody else
	*Questionnaire

	office, voter, way string
	rules              rulepack.Frozen
}

// waves lists the waves of an office that are answered now. They are kept in memory, because
// every start page asks.
func (s *Service) waves(ctx context.Context, office string) ([]desk.Of[Wave], error) {
	return s.running.Read(office, s.Now(), func() ([]desk.Of[Wave], error) {
		return desk.AllOf[Wave](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindWave}, States: evaluation.States(WaveRunning), NoHistory: true})
	})
}

// groupOf is the group in which an account answers, nil if it answers in none.
func (q *Questionnaire) groupOf(actor evaluation.Actor) *Group {
	for i := range q.Groups {
		g := &q.Groups[i]
		if actor.Person != "" && (g.Account == Cadres && actor.Has(evaluation.RoleCadre) || g.Account == Committees && actor.Has(evaluation.RoleCommittee)) {
			return g
		}
	}
	return nil
}

// Forms lists the questionnaires that an account may answer now.
func (s *Service) Forms(ctx context.Context, actor evaluation.Actor) ([]Form, error) {
	list, err := s.waves(ctx, actor.Office)
	if err != nil {
		return nil, err
	}
	var out []Form
	for i := range list {
		w := list[i].Payload
		g := w.groupOf(actor)
		if g == nil {
			continue
		}
		f := w.form(actor.Office, list[i].ID, g, "person/"+actor.Person, WayAccount)
		if f.Answered, err = s.answered(ctx, &f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// ByAccount returns the form of a wave for an account; CodeNotFound if it may not answer.
func (s *Service) ByAccount(ctx context.Context, actor evaluation.Actor, wave string) (Form, error) {
	list, err := s.Forms(ctx, actor)
	for _, f := range list {
		if f.Wave == wave {
			return f, nil
		}
	}
	if err == nil {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return Form{}, err
}

// BySlip returns the form that a code opens; an unknown one is CodeNotFound.
func (s *Service) BySlip(ctx context.Context, office, code string) (Form, error) {
	at, mark, err := s.findSlip(ctx, office, code)
	if err != nil {
		return Form{}, err
	}
	f, err := s.opened(ctx, office, at.Wave, at.Group, WayCode)
	if err != nil {
		return Form{}, err
	}
	f.voter, f.way = "slip/"+mark, WayCode
	f.Answered, err = s.answered(ctx, &f)
	return f, err
}

// ByLink returns the form of a group with a public link. Everybody can answer, and more than
// once; so many answers are accepted as questionnaires were issued to the group.
func (s *Service) ByLink(ctx context.Context, office, wave, group string) (Form, error) {
	f, err := s.opened(ctx, office, wave, group, WayPublic)
	if err != nil {
		return Form{}, err
	}
	raw := make([]byte, 16)
	_, err = io.ReadFull(s.Random, raw)
	f.voter, f.way = "link/"+hex.EncodeToString(raw), WayPublic
	return f, err
}

// opened returns the form of a group of a running wave.
func (s *Service) opened(ctx context.Context, office, wave, group, way string) (Form, error) {
	running, err := s.waves(ctx, office)
	if err != nil {
		return Form{}, err
	}
	var w *Wave
	state := WaveRunning
	if i := slices.IndexFunc(running, func(r desk.Of[Wave]) bool { return r.ID == wave }); i >= 0 {
		w = running[i].Payload
	} else {
		var r evaluation.Record
		if w, r, err = s.wave(ctx, office, wave); err != nil {
			return Form{}, err
		}
		state = r.State
	}
	g := w.group(group)
	switch {
	case g == nil || !g.By(way):
		return Form{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	case state != WaveRunning:
		return Form{}, desk.WrongState("survey.not_running")
	}
	return w.form(office, wave, g, "", ""), nil
}

func (w *Wave) form(office, wave string, g *Group, voter, way string) Form {
	return Form{Wave: wave, Group: *g, AnswerBy: w.AnswerBy, Questionnaire: &w.Questionnaire, office: office, voter: voter, way: way, rules: w.Rules}
}

func (s *Service) answered(ctx context.Context, f *Form) (bool, error) {
	done, err := s.Boxes.Voted(ctx, f.office, box(f.Wave, f.Group.Code), f.voter)
	if evaluation.CodeOf(err) == evaluation.CodeState { // the box has not been opened yet
		return false, nil
	}
	return done, err
}

// Answer stores answers. Nothing that is stored leads from them to the account or slip, to a
// time, or to an order. A second answer is CodeConflict.
func (s *Service) Answer(ctx context.Context, f *Form, given Answers) error {
	kept, err := f.Accept(f.Group.Code, given)
	if err != nil {
		return err
	}
	id := box(f.Wave, f.Group.Code)
	if f.way == WayPublic {
		n, err := s.returned(ctx, f.office, f.Wave, f.Questionnaire)
		if err != nil {
			return err
		}
		if n[f.Group.Code] >= f.Group.Issued {
			return desk.WrongState("survey.full")
		}
	}
	if err := s.Boxes.Put(ctx, f.office, id, ballot.Vote{Voter: f.voter, Way: f.way, Ballots: []any{kept}}); err != nil {
		return err
	}
	s.answeredBy(f.Wave, f.Group.Code, 1)
	return nil
}

// Challenge makes the hurdle of a public link.
func (s *Service) Challenge(f *Form) (hurdle.Hurdle, error) {
	return s.hurdles().Set(f.Wave, f.rules, s.Now())
}

// Cleared checks the solution of a hurdle, and how much was sent from the address today.
func (s *Service) Cleared(ctx context.Context, f *Form, challenge, nonce, address string) error {
	if err := s.hurdles().Cleared(ctx, f.office, f.Wave, f.rules, challenge, nonce, s.Now()); err != nil {
		return err
	}
	return s.hurdles().Within(ctx, f.office, f.Wave, f.rules, address, s.Now())
}

func (s *Service) hurdles() *hurdle.Service {
	return &hurdle.Service{Cells: s.Cells, Vault: s.Vault, Random: s.Random}
}
