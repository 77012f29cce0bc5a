package reminder

import (
	"slices"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Clearing is the payload of reminder.clearing records: a letter to a person that the
// explanation given to an inquiry is accepted (采信), or that what was reported is not
// borne out (澄清). There is none without a talk or letter from which the person knew of
// the matter (C-28).
type Clearing struct {
	Type       string `json:"type"` // TypeAccepted or TypeCleared
	Talk       string `json:"talk"` // the record
	Level      string `json:"level"`
	Person     string `json:"person"`
	PersonName string `json:"person_name"`
	Post       string `json:"post"`
	UnitName   string `json:"unit_name"`
	// Matter is the number of the concern that is not borne out, "" if the letter rests on
	// what the talk itself came of. Only those who handle concerns read it.
	Matter string          `json:"matter"`
	Text   string          `json:"text"`
	No     string          `json:"no"`
	On     evaluation.Date `json:"on"`   // the day on which it was given, zero before
	By     string          `json:"by"`   // who approved it
	Made   []Announcement  `json:"made"` // how it was made known
	// RevokedOn is the day on which a letter that was given was withdrawn, zero if it stands.
	RevokedOn  evaluation.Date `json:"revoked_on"`
	RevokedFor string          `json:"revoked_for"` // why
}

// Announcement is one time at which a letter was made known.
type Announcement struct {
	Circle string          `json:"circle"` // CircleUnit, CircleOffice or CirclePeople
	People []string        `json:"people" show:"-"`
	Count  int             `json:"count"`
	How    string          `json:"how"`
	On     evaluation.Date `json:"on"`
}

// KindClearing is the kind of these letters.
const KindClearing = "reminder.clearing"

// The types of a letter.
const (
	TypeAccepted = "accepted" // 采信告知
	TypeCleared  = "cleared"  // 澄清
)

// The circles in which a letter is made known.
const (
	CircleUnit   = "unit"   // the person's department
	CircleOffice = "office" // everybody in the office
	CirclePeople = "people" // those who are named
)

// The states of a letter.
const (
	ClearingProposed  evaluation.State = "proposed"
	ClearingGiven     evaluation.State = "given"     // to the person
	ClearingAnnounced evaluation.State = "announced" // within a circle
	ClearingWithdrawn evaluation.State = "withdrawn" // before it was given
	ClearingRevoked   evaluation.State = "revoked"   // after
)

// ClearInput proposes a letter.
type ClearInput struct {
	Talk   string `json:"talk" maxLength:"64" doc:"The talk or inquiry from which the person knew of the matter"`
	Type   string `json:"type" enum:"accepted,cleared" doc:"The explanation is accepted, or what was reported is not borne out" example:"cleared"`
	Matter string `json:"matter,omitempty" maxLength:"30" doc:"Number of the concern that is not borne out; needed for cleared unless the talk came of letters or an alarm. The person does not read it" example:"〔2026〕12号"`
	Text   string `json:"text" form:"long" maxLength:"2000" rules:"reminder.wording" doc:"The letter; it names no reporter" example:"所反映问题经核实不属实，现予澄清。"`
	No     string `json:"no,omitempty" maxLength:"50" doc:"Document number" example:"浦塘组函〔2026〕9号"`
}

// AnnounceInput makes a letter known.
type AnnounceInput struct {
	Circle string   `json:"circle" enum:"unit,office,people" doc:"To whom: the department, the office, or the people named" example:"unit"`
	People []string `json:"people,omitempty" form:"people" maxLength:"300" doc:"Who learns of it, if the circle is people"`
	How    string   `json:"how" maxLength:"200" doc:"How it is said" example:"科室会议宣读"`
	Agreed bool     `json:"agreed" doc:"The person agrees"`
}

func (s *Service) clearingKind() evaluation.Kind {
	proposed, given := evaluation.States(ClearingProposed), evaluation.States(ClearingGiven, ClearingAnnounced)
	ended := evaluation.States(ClearingWithdrawn, ClearingRevoked)
	return evaluation.Kind{
		Name: KindClearing, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: clearingSight, Payload: evaluation.New[Clearing], Discreet: true,
		States: slices.Concat(proposed, given, ended), Final: slices.Concat(given, ended),
		Notifies: map[string][]evaluation.Recipient{
			"approve":  {evaluation.ToSubject},
			"announce": {evaluation.ToSubject, evaluation.ToTold},
			"revoke":   {evaluation.ToSubject, evaluation.ToParties},
		},
		Print:   []string{"reminder_clearing"},
		Usual:   evaluation.Usual{ClearingProposed: {"approve"}},
		Grave:   []string{"withdraw", "revoke"},
		Columns: []evaluation.Column{{Name: "type", Choices: []string{TypeAccepted, TypeCleared}}}, Brief: []string{"type"},
		Acts: []evaluation.Act{
			evaluation.NewAct("propose", evaluation.Personnel, nil, proposed, evaluation.Run(s.clear)),
			evaluation.NewAct("approve", evaluation.Principal, proposed, evaluation.States(ClearingGiven), evaluation.Plain(give)).Barring(evaluation.NotDoer("reminder.second_person", "propose")),
			evaluation.NewAct("announce", evaluation.Running, given, evaluation.States(ClearingAnnounced), evaluation.Run(s.announce)),
			evaluation.NewAct("withdraw", evaluation.Running, proposed, evaluation.States(ClearingWithdrawn), evaluation.Plain(withdrawClearing)).WithReason(),
			evaluation.NewAct("revoke", evaluation.Principal, given, evaluation.States(ClearingRevoked), evaluation.Plain(revokeClearing)).WithReason(),
		},
	}
}

// clear proposes a letter about a talk of which the person knows.
func (s *Service) clear(step *evaluation.Step, c *Clearing, in *ClearInput) (evaluation.State, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, in.Talk)
	missing := desk.Mistake("talk", "error.not_found")
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && (r.Kind != KindTalk || r.Subject == step.Actor.Person) {
		return "", missing
	}
	if err != nil {
		return "", err
	}
	t, err := evaluation.PayloadOf[Talk](r)
	switch {
	case err != nil:
		return "", err
	case !slices.Contains(told(), r.State):
		return "", desk.Mistake("talk", "reminder.clearing_unknown")
	case in.Type == TypeAccepted && !t.accepted(r.State):
		return "", desk.Mistake("type", "reminder.clearing_inquiry")
	case in.Type == TypeCleared && strings.TrimSpace(in.Matter) == "" && !t.reported():
		return "", desk.Mistake("matter", "reminder.clearing_of_what")
	}
	if err := s.unfounded(step, &r, in); err != nil {
		return "", err
	}
	if err := t.worded(in); err != nil {
		return "", err
	}
	env := step.Record
	if env.Unique, err = desk.Free(step, KindClearing, r.ID+" "+in.Type, desk.Mistake("talk", "reminder.clearing_twice"), ClearingWithdrawn, ClearingRevoked); err != nil {
		return "", err
	}
	*c = Clearing{
		Type: in.Type, Talk: r.ID, Level: t.Level, Person: t.Person, PersonName: t.PersonName, Post: t.Post, UnitName: t.UnitName,
		Matter: strings.TrimSpace(in.Matter), Text: in.Text, No: in.No, Made: []Announcement{},
	}
	env.Parent, env.Subject, env.Unit, env.Sort, env.On, env.Period = r.ID, r.Subject, r.Unit, r.Sort, step.Today, step.Today.String()[:4]
	desk.Wait(env, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return ClearingProposed, nil
}

// worded checks the words of a letter.
func (t *Talk) worded(in *ClearInput) error {
	var fits func(phrase, sentence string) bool
	if in.Type == TypeCleared {
		fits = clears
	}
	m := evaluation.Mistakes{}
	if err := t.unassertingBut(m, map[string]string{"text": in.Text}, fits); err != nil {
		return err
	}
	return m.Err()
}

// reported reports whether the talk came of what somebody reported.
func (t *Talk) reported() bool { return t.Source == SourceLetters || t.Source == SourceAlarm }

// accepted reports whether the answer to an inquiry was accepted.
func (t *Talk) accepted(state evaluation.State) bool {
	return t.Level == LevelInquiry && (state == Following || state == Closed)
}

// unfounded refuses a concern that is about somebody else or that was borne out.
func (s *Service) unfounded(step *evaluation.Step, talk *evaluation.Record, in *ClearInput) error {
	no := strings.TrimSpace(in.Matter)
	if no == "" {
		return nil
	}
	person, is, err := s.Unfounded(step.Ctx, step.Record.Office, no)
	switch {
	case err != nil:
		return err
	case person != talk.Subject:
		return desk.Mistake("matter", "error.not_found")
	case !is:
		return desk.Mistake("matter", "reminder.clearing_borne_out")
	}
	return nil
}

// give gives the letter to the person.
func give(step *evaluation.Step, c *Clearing) (evaluation.State, error) {
	c.On, c.By = step.Today, step.Actor.Name
	step.Record.On = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return ClearingGiven, nil
}

// announce makes the letter known to the people of a circle, who can read it from then
// on. The person has to agree.
func (s *Service) announce(step *evaluation.Step, c *Clearing, in *AnnounceInput) (evaluation.State, error) {
	m := evaluation.Mistakes{}
	if !in.Agreed {
		m.Add("agreed", "reminder.clearing_agreed")
	}
	if (in.Circle == CirclePeople) != (len(in.People) > 0) {
		m.Add("people", "reminder.clearing_people")
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	people := in.People
	if in.Circle != CirclePeople {
		for _, one := range day.Members() {
			if in.Circle == CircleOffice || one.Department == step.Record.Unit {
				people = append(people, one.ID)
			}
		}
	}
	knew := len(step.Record.Parties)
	for _, id := range people {
		if _, here := day.Member(id); !here {
			return "", desk.Mistake("people", "reminder.no_person")
		}
		if id != c.Person && !slices.Contains(step.Record.Parties, id) {
			step.Record.Parties = append(step.Record.Parties, id)
			step.Tell(id) // whoever knows it already is told nothing again
		}
	}
	if len(step.Record.Parties) == knew {
		return "", desk.Mistake("circle", "reminder.clearing_known")
	}
	c.Made = append(c.Made, Announcement{Circle: in.Circle, People: people, Count: len(people), How: in.How, On: step.Today})
	return ClearingAnnounced, nil
}

func withdrawClearing(step *evaluation.Step, _ *Clearing) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return ClearingWithdrawn, nil
}

// revokeClearing withdraws a letter that was given. It stays on record as withdrawn; a
// corrected one is a new letter.
func revokeClearing(step *evaluation.Step, c *Clearing) (evaluation.State, error) {
	c.RevokedOn, c.RevokedFor = step.Today, step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return ClearingRevoked, nil
}

// Fields of a letter: of the person, and of those to whom it was made known.
var (
	clearingOwn   = []string{"type", "level", "person", "person_name", "post", "unit_name", "text", "no", "on", "by", "made", "revoked_on", "revoked_for"}
	clearingKnown = []string{"type", "person", "person_name", "post", "unit_name", "text", "no", "on", "revoked_on"}
	clearingSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
		evaluation.Running.See(evaluation.All),
		evaluation.Discipline.In(ClearingGiven, ClearingAnnounced, ClearingRevoked).See(evaluation.All),
		evaluation.Staff.As(evaluation.Own).In(ClearingGiven, ClearingAnnounced, ClearingRevoked).See(clearingOwn...),
		evaluation.Officials.As(evaluation.Party).In(ClearingAnnounced, ClearingRevoked).See(clearingKnown...),
	)}
)
