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
	// Vault encrypts ID-card numbers.
	Vault evaluation.Vault
	// Levels returns the levels that can be chosen in an office, including those in
	// its rules; nil means the levels that the roster itself knows.
	Levels func(ctx context.Context, office string, day evaluation.Date) ([]string, error)
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
		k.personKind(), k.departmentKind(), k.committeeKind(), k.importKind(),
	}}
}

func states(s ...evaluation.State) []evaluation.State { return s }

func (k keeper) personKind() evaluation.Kind {
	here, gone := states(StatePresent), states(StateDeparted)
	both := states(StatePresent, StateDeparted)
	all := states(StatePresent, StateDeparted, StateWithdrawn)
	act := func(name string, may evaluation.Grants, input func() any, run func(*evaluation.Step) (evaluation.State, error)) evaluation.Act {
		return evaluation.Act{Name: name, May: may, From: here, To: here, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindPerson, Sight: personSight, States: all, Final: states(StateWithdrawn), Payload: evaluation.New[Person],
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel, To: here, Input: evaluation.New[Enter], Run: evaluation.Run(k.enter)},
			{Name: "amend", May: evaluation.Personnel, From: here, To: here, Reason: true, Input: evaluation.New[Amend], Run: evaluation.Run(k.amend)},
			act("appoint", evaluation.Personnel, evaluation.New[Appoint], evaluation.Run(k.appoint)),
			{Name: "correct_post", May: evaluation.Personnel, From: here, To: here, Reason: true, Input: evaluation.New[CorrectPost], Run: evaluation.Run(k.correctPost)},
			act("add_post", evaluation.Personnel, evaluation.New[AddPost], evaluation.Run(addPost)),
			act("end_post", evaluation.Personnel, evaluation.New[EndPost], evaluation.Run(endPost)),
			act("correct_name_order", evaluation.Personnel, evaluation.New[NameOrder], evaluation.Run(nameOrder)),
			act("liaise", evaluation.Personnel, evaluation.New[Liaise], evaluation.Run(liaise)),
			act("end_liaison", evaluation.Personnel, evaluation.New[EndLiaison], evaluation.Run(endLiaison)),
			act("relate", evaluation.Personnel, evaluation.New[Relate], evaluation.Run(relate)),
			{Name: "unrelate", May: evaluation.Personnel, From: here, To: here, Reason: true, Input: evaluation.New[Unrelate], Run: evaluation.Run(unrelate)},
			act("absence", evaluation.Personnel, evaluation.New[Away], evaluation.Run(absence)),
			act("end_absence", evaluation.Personnel, evaluation.New[EndAbsence], evaluation.Run(endAbsence)),
			{Name: "annul_absence", May: evaluation.Personnel, From: here, To: here, Reason: true, Input: evaluation.New[AnnulAbsence], Run: evaluation.Run(annulAbsence)},
			act("classify", evaluation.Personnel, evaluation.New[Classify], evaluation.Run(classify)),
			{Name: "ask_class", From: here, To: here, Run: evaluation.Plain(askClass)},
			{Name: "depart", May: evaluation.Personnel, From: here, To: gone, Reason: true, Input: evaluation.New[Depart], Run: evaluation.Run(depart)},
			{Name: "reinstate", May: evaluation.Personnel, From: gone, To: here, Reason: true, Run: evaluation.Plain(reinstate)},
			{Name: "imported", To: both, Input: evaluation.New[Imported], Run: evaluation.Run(importedPerson)},
			{Name: "reimported", From: both, To: both, Input: evaluation.New[Imported], Run: evaluation.Run(importedPerson)},
			{Name: "withdrawn", From: both, To: states(StateWithdrawn), Run: evaluation.Plain(withdrawn[Person])},
		},
	}
}

func (k keeper) departmentKind() evaluation.Kind {
	open := states(StateOpen)
	both := states(StateOpen, StateClosed)
	return evaluation.Kind{
		Name: KindDepartment, Sight: departmentSight, States: states(StateOpen, StateClosed, StateWithdrawn), Final: states(StateClosed, StateWithdrawn),
		Payload: evaluation.New[Department],
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: open, Input: evaluation.New[OpenDepartment], Run: evaluation.Run(openDepartment)},
			{Name: "rename", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[RenameDepartment], Run: evaluation.Run(renameDepartment)},
			{Name: "reorder", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[Reorder], Run: evaluation.Run(reorderDepartment)},
			{Name: "charge", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[TakeCharge], Run: evaluation.Run(charge)},
			{Name: "end_charge", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[EndCharge], Run: evaluation.Run(endCharge)},
			{Name: "close", May: evaluation.Personnel, From: open, To: states(StateClosed), Reason: true, Input: evaluation.New[Close], Run: evaluation.Run(closeDepartment)},
			{Name: "imported", To: open, Input: evaluation.New[Imported], Run: evaluation.Run(importedDepartment)},
			{Name: "reimported", From: both, To: both, Input: evaluation.New[Imported], Run: evaluation.Run(importedDepartment)},
			{Name: "withdrawn", From: both, To: states(StateWithdrawn), Run: evaluation.Plain(withdrawn[Department])},
		},
	}
}

func (k keeper) committeeKind() evaluation.Kind {
	open := states(StateOpen)
	both := states(StateOpen, StateClosed)
	return evaluation.Kind{
		Name: KindCommittee, Sight: committeeSight, States: states(StateOpen, StateClosed, StateWithdrawn), Final: states(StateClosed, StateWithdrawn),
		Payload: evaluation.New[Committee],
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: open, Input: evaluation.New[OpenCommittee], Run: evaluation.Run(openCommittee)},
			{Name: "amend", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[AmendCommittee], Run: evaluation.Run(amendCommittee)},
			{Name: "seat", May: evaluation.Personnel, From: open, To: open, Input: evaluation.New[SeatMembers], Run: evaluation.Run(seatMembers)},
			{Name: "close", May: evaluation.Personnel, From: open, To: states(StateClosed), Reason: true, Input: evaluation.New[Close], Run: evaluation.Run(closeCommittee)},
			{Name: "imported", To: open, Input: evaluation.New[Imported], Run: evaluation.Run(importedCommittee)},
			{Name: "reimported", From: both, To: both, Input: evaluation.New[Imported], Run: evaluation.Run(importedCommittee)},
			{Name: "withdrawn", From: both, To: states(StateWithdrawn), Run: evaluation.Plain(withdrawn[Committee])},
		},
	}
}
