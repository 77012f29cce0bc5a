package roster

import (
	"context"

	"kaoji/evaluation"
)

// Deps are the dependencies of the roster's acts.
type Deps struct {
	// Pinyin returns the sort key of a name.
	Pinyin func(name string) string
	// Open reads the workbook attached as a blob; if it cannot be read, the
	// evaluation.Error says why.
	Open func(ctx context.Context, office, blob string) (Workbook, error)
	// Blobs are the attachments.
	Blobs evaluation.Blobs
	// Forms reads the forms in an attached zip; if it cannot be read, the
	// evaluation.Error says why.
	Forms func(ctx context.Context, office string, blobs []string) (FormFiles, error)
	// Rewards are those on record, with which forms are compared; nil: none.
	Rewards Rewards
	// Grades returns those that the office has on record, with which forms are compared;
	// nil: none.
	Grades func(ctx context.Context, office string, year int) (Graded, error)
	// Vault encrypts ID-card numbers.
	Vault evaluation.Vault
	// Levels returns the levels that can be chosen in an office, including those in
	// its rules; nil means the levels that the roster itself knows.
	Levels func(ctx context.Context, office string, day evaluation.Date) ([]string, error)
	// Establishments returns the words with which establishments begin that are not of
	// civil servants, by the rules; nil: words for establishments are not checked.
	Establishments func(ctx context.Context, office string, day evaluation.Date) ([]string, error)
	// Kept returns the roster that is kept in memory. Acts that are only tried use it;
	// what is done is decided by the stored roster. nil: both read the stored one.
	Kept func(ctx context.Context, office string) (*Book, error)
}

// Workbook is the content of an attached file.
type Workbook struct {
	Name   string
	SHA256 string
	Sheets []Sheet
}

// keeper has the acts of the roster as methods.
type keeper struct{ Deps }

// Measure returns the definition of the roster.
func Measure(d Deps) evaluation.Measure {
	k := keeper{d}
	return evaluation.Measure{Number: 0, Name: "roster", Kinds: []evaluation.Kind{
		k.personKind(), k.particularsKind(), k.departmentKind(), k.committeeKind(), k.importKind(), k.formImportKind(),
	}}
}

func (k keeper) personKind() evaluation.Kind {
	here, gone := evaluation.States(StatePresent), evaluation.States(StateDeparted)
	both := evaluation.States(StatePresent, StateDeparted)
	all := evaluation.States(StatePresent, StateDeparted, StateWithdrawn)
	return evaluation.Kind{
		Name: KindPerson, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Often: []string{"enter"}, Sight: personSight, States: all, Final: evaluation.States(StateWithdrawn), Payload: evaluation.New[Person],
		Notifies: map[string][]evaluation.Recipient{
			"appoint":      {evaluation.ToSubject},
			"correct_post": {evaluation.ToSubject},
		},
		Usual:   evaluation.Usual{StatePresent: {"classify"}},
		Grave:   []string{"unrelate", "annul_absence", "end_post", "depart"},
		Many:    evaluation.Many{"liaise": ""},
		Print:   []string{"person_file"},
		Columns: []evaluation.Column{{Name: "no"}, {Name: "born"}, {Name: "worked_since"}, {Name: "joined"}},
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel, To: here, Run: evaluation.Run(k.enter)},
			{Name: "amend", May: evaluation.Personnel, From: here, To: here, Reason: true, Run: evaluation.Run(k.amend)},
			evaluation.Staying("appoint", evaluation.Personnel, here, evaluation.Run(k.appoint)),
			{Name: "correct_post", May: evaluation.Personnel, From: here, To: here, Reason: true, Run: evaluation.Run(k.correctPost)},
			evaluation.Staying("add_post", evaluation.Personnel, here, evaluation.Run(k.addPost)),
			evaluation.Staying("end_post", evaluation.Personnel, here, evaluation.Run(k.endPost)).When(somePost),
			evaluation.Staying("correct_name_order", evaluation.Personnel, here, evaluation.Run(nameOrder)),
			evaluation.Staying("liaise", evaluation.Personnel, here, evaluation.Run(k.liaise)),
			evaluation.Staying("end_liaison", evaluation.Personnel, here, evaluation.Run(endLiaison)).When(someLiaison),
			evaluation.Staying("relate", evaluation.Personnel, here, evaluation.Run(relate)).Suiting(evaluation.SuitsOf(k.strangers)),
			{Name: "unrelate", May: evaluation.Personnel, From: here, To: here, Reason: true, Ready: evaluation.Ready(k.related), Suits: evaluation.SuitsOf(k.relatives), Run: evaluation.Run(unrelate)},
			evaluation.Staying("absence", evaluation.Personnel, here, evaluation.Run(absence)),
			evaluation.Staying("end_absence", evaluation.Personnel, here, evaluation.Run(endAbsence)).When(someAbsence),
			{Name: "annul_absence", May: evaluation.Personnel, From: here, To: here, Reason: true, Ready: someAbsence, Run: evaluation.Run(annulAbsence)},
			evaluation.Staying("classify", evaluation.Personnel, here, evaluation.Run(classify)).When(somePenalty),
			{Name: "ask_class", From: here, To: here, Run: evaluation.Plain(askClass)},
			{Name: "depart", May: evaluation.Personnel, From: here, To: gone, Reason: true, Run: evaluation.Run(depart)},
			{Name: "reinstate", May: evaluation.Personnel, From: gone, To: here, Reason: true, Run: evaluation.Plain(k.reinstate)},
			{Name: "imported", To: both, Run: evaluation.Run(importedPerson)},
			{Name: "reimported", From: both, To: both, Run: evaluation.Run(importedPerson)},
			{Name: actRestored, From: both, To: both, Run: evaluation.Run(importedPerson)},
			{Name: "withdrawn", From: both, To: evaluation.States(StateWithdrawn), Run: evaluation.Plain(withdrawn[Person])},
		},
	}
}

func (k keeper) departmentKind() evaluation.Kind {
	open := evaluation.States(StateOpen)
	both := evaluation.States(StateOpen, StateClosed)
	return evaluation.Kind{
		Name: KindDepartment, Drafts: evaluation.KeepDrafts(), Sight: departmentSight, States: evaluation.States(StateOpen, StateClosed, StateWithdrawn), Final: evaluation.States(StateClosed, StateWithdrawn),
		Payload: evaluation.New[Department],
		Found:   []string{"name"},
		Grave:   []string{"end_charge", "close"},
		Many:    evaluation.Many{"charge": ""},
		Columns: []evaluation.Column{{Name: "order"}, {Name: "opened"}},
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: open, Run: evaluation.Run(k.openDepartment)},
			{Name: "rename", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(k.renameDepartment)},
			{Name: "reorder", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(reorderDepartment)},
			{Name: "charge", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(k.charge)},
			{Name: "end_charge", May: evaluation.Personnel, From: open, To: open, Ready: someCharge, Suits: evaluation.SuitsOf(inCharge), Run: evaluation.Run(endCharge)},
			{Name: "close", May: evaluation.Personnel, From: open, To: evaluation.States(StateClosed), Reason: true, Ready: evaluation.Ready(k.departmentFree), Run: evaluation.Run(k.closeDepartment)},
			{Name: "imported", To: open, Run: evaluation.Run(importedDepartment)},
			{Name: "reimported", From: both, To: both, Run: evaluation.Run(importedDepartment)},
			{Name: actRestored, From: both, To: both, Run: evaluation.Run(importedDepartment)},
			{Name: "withdrawn", From: both, To: evaluation.States(StateWithdrawn), Run: evaluation.Plain(withdrawn[Department])},
		},
	}
}

func (k keeper) committeeKind() evaluation.Kind {
	open := evaluation.States(StateOpen)
	both := evaluation.States(StateOpen, StateClosed)
	return evaluation.Kind{
		Name: KindCommittee, Drafts: evaluation.KeepDrafts(), Sight: committeeSight, States: evaluation.States(StateOpen, StateClosed, StateWithdrawn), Final: evaluation.States(StateClosed, StateWithdrawn),
		Payload: evaluation.New[Committee],
		Found:   []string{"name"},
		Grave:   []string{"close"},
		Columns: []evaluation.Column{{Name: "order"}, {Name: "households"}},
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: open, Run: evaluation.Run(k.openCommittee)},
			{Name: "amend", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(k.amendCommittee)},
			{Name: "seat", May: evaluation.Personnel, From: open, To: open, Run: evaluation.Run(k.seatMembers)},
			{Name: "close", May: evaluation.Personnel, From: open, To: evaluation.States(StateClosed), Reason: true, Ready: evaluation.Ready(k.committeeFree), Run: evaluation.Run(k.closeCommittee)},
			{Name: "imported", To: open, Run: evaluation.Run(importedCommittee)},
			{Name: "reimported", From: both, To: both, Run: evaluation.Run(importedCommittee)},
			{Name: actRestored, From: both, To: both, Run: evaluation.Run(importedCommittee)},
			{Name: "withdrawn", From: both, To: evaluation.States(StateWithdrawn), Run: evaluation.Plain(withdrawn[Committee])},
		},
	}
}
