package concern

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"io"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// The states of a box.
const (
	BoxOpen      evaluation.State = "open"
	BoxSuspended evaluation.State = "suspended"
	BoxRetired   evaluation.State = "retired"
)

// The scopes of a box.
const (
	ScopeOffice = "office"
	ScopeUnit   = "unit"
	ScopeBadge  = "badge"
)

// Box is the payload of a concern.box record: a comment box (评议箱) of the office, of
// a department, or on a badge that a person wears on duty (亮证上岗). The person of a
// badge is in the payload and not in the envelope, because comments sent through
// the badge are not theirs.
type Box struct {
	Scope      string          `json:"scope"`
	Unit       string          `json:"unit"`
	UnitName   string          `json:"unit_name"`
	Person     string          `json:"person"`
	PersonName string          `json:"person_name"`
	Post       string          `json:"post"`
	Greeting   string          `json:"greeting"`
	Token      string          `json:"token"` // its page is /b/<token>
	Rules      rulepack.Frozen `json:"rules"`
}

// OpenInput opens a box.
type OpenInput struct {
	Scope    string `json:"scope" enum:"office,unit,badge" doc:"Of the office, a department, or a badge" example:"unit"`
	Unit     string `json:"unit,omitempty" form:"unit" doc:"The department"`
	Person   string `json:"person,omitempty" form:"person" doc:"Who wears the badge"`
	Greeting string `json:"greeting,omitempty" form:"long" maxLength:"300" rules:"concern.limit.address,concern.limit.box" doc:"A word to those who open the page"`
}

// GreetInput changes the welcome text.
type GreetInput struct {
	Greeting string `json:"greeting,omitempty" form:"long" maxLength:"300" doc:"A word to those who open the page"`
}

func (s *Service) openBox(step *evaluation.Step, b *Box, in *OpenInput) (evaluation.State, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	b.Scope, b.Greeting = in.Scope, in.Greeting
	step.Record.Sort = "1"
	switch in.Scope {
	case ScopeUnit:
		d, ok := day.Department(in.Unit)
		if !ok {
			return "", desk.Mistake("unit", "concern.no_subject")
		}
		b.Unit, b.UnitName, step.Record.Unit, step.Record.Sort = d.ID, d.Name, d.ID, "2"+d.Name
	case ScopeBadge:
		m, ok := day.Member(in.Person)
		if !ok {
			return "", desk.Mistake("person", "concern.no_person")
		}
		b.Person, b.PersonName, b.Post, b.Unit, b.UnitName = m.ID, m.Name, m.Post, m.Department, m.DepartmentName
		step.Record.Unit, step.Record.Sort = m.Department, "3"+m.Sort
	}
	if there, err := s.boxes(step.Ctx, step.Record.Office); err != nil {
		return "", err
	} else if there[target(b)] {
		return "", desk.Mistake("scope", "concern.box_there")
	}
	if b.Rules, err = s.Freeze(step, "concern.limit.address", "concern.limit.box", "concern.hurdle"); err != nil {
		return "", err
	}
	return BoxOpen, s.token(step, b)
}

// target identifies what a box is for; each target has one box.
func target(b *Box) string {
	if b.Scope == ScopeUnit {
		return b.Scope + b.Unit
	}
	return b.Scope + b.Person
}

// boxes returns the targets that have a box.
func (s *Service) boxes(ctx context.Context, office string) (map[string]bool, error) {
	list, err := s.Boxes(ctx, office)
	there := map[string]bool{}
	for i := range list {
		there[target(&list[i].Box)] = true
	}
	return there, err
}

// BoxOf is a box and its record.
type BoxOf struct {
	Record evaluation.Record
	Box    Box
}

// Boxes lists the boxes that are not retired, in the order of their targets.
func (s *Service) Boxes(ctx context.Context, office string) ([]BoxOf, error) {
	records, err := desk.AllOf[Box](ctx, s.Ledger, evaluation.Query{
		Office: office, Kinds: []string{KindBox}, States: []evaluation.State{BoxOpen, BoxSuspended}, Sort: evaluation.SortName,
	})
	if err != nil {
		return nil, err
	}
	list := make([]BoxOf, 0, len(records))
	for _, r := range records {
		list = append(list, BoxOf{r.Record, *r.Payload})
	}
	return list, nil
}

// OfficeBox is the token of the open box of the office, "" if there is none. It is the first
// of all boxes.
func (s *Service) OfficeBox(ctx context.Context, office string) (token string, err error) {
	found, err := s.Ledger.Find(ctx, evaluation.Query{Office: office, Kinds: []string{KindBox}, States: []evaluation.State{BoxOpen}, Sort: evaluation.SortName, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return "", err
	}
	b, err := evaluation.PayloadOf[Box](found.Records[0])
	if err != nil || b.Scope != ScopeOffice {
		return "", err
	}
	return b.Token, nil
}

// Badgeless lists the people of the office without a badge box.
func (s *Service) Badgeless(ctx context.Context, office string, today evaluation.Date) ([]string, error) {
	there, err := s.boxes(ctx, office)
	if err != nil {
		return nil, err
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, m := range book.On(today).Members() {
		if !there[ScopeBadge+m.ID] {
			list = append(list, m.ID)
		}
	}
	return list, nil
}

// token gives the box a new address: 128 random bits.
func (s *Service) token(step *evaluation.Step, b *Box) error {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(s.random(), raw); err != nil {
		return err
	}
	b.Token = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
	step.Record.Unique = b.Token
	return nil
}

func (s *Service) random() io.Reader {
	if s.Random == nil {
		return rand.Reader
	}
	return s.Random
}

func (s *Service) renewBox(step *evaluation.Step, b *Box) (evaluation.State, error) {
	return BoxOpen, s.token(step, b)
}

func amendBox(step *evaluation.Step, b *Box, in *GreetInput) (evaluation.State, error) {
	b.Greeting = in.Greeting
	return step.Record.State, nil
}

// BoxByToken returns the open box with an address; otherwise CodeNotFound.
func (s *Service) BoxByToken(ctx context.Context, office, token string) (BoxOf, error) {
	found, err := s.Ledger.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindBox}, Uniques: []string{token}, States: []evaluation.State{BoxOpen}, Limit: 1,
	})
	if err != nil {
		return BoxOf{}, err
	}
	if len(found.Records) == 0 {
		return BoxOf{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	b, err := evaluation.PayloadOf[Box](found.Records[0])
	if err != nil {
		return BoxOf{}, err
	}
	return BoxOf{found.Records[0], *b}, nil
}
