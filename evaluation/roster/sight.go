package roster

import (
	"slices"

	"kaoji/evaluation"
)

// personFields are what a person's file shows to those who see it whole.
var personFields = []string{
	"no", "name", "pinyin", "sex", "born", "ethnicity", "politics", "education", "establishment", "worked_since", "joined", "left", "phone",
	"appointments", "concurrent", "liaisons", "relatives", "absences", "duties", "secondment", "import", evaluation.FieldHistory,
}

// personSight: everybody sees the own entry whole. An ID-card number is kept for
// finding a person again at the next import; no line shows it, nor the mark that
// it is found by.
var personSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(personFields...),
	evaluation.Leader.As(evaluation.Charge).See(personFields...),
	evaluation.Staff.As(evaluation.Own).See(personFields...),
	// A head works with these people; telephone, relatives and what is behind an absence are not part of that.
	evaluation.Head.As(evaluation.Department).See("no", "name", "pinyin", "sex", "born", "politics", "education", "establishment", "worked_since", "joined", "left", "appointments", "concurrent", "liaisons", "duties", "secondment"),
	// Accounts are made for people: an administrator has to know whom there is, and nothing more.
	evaluation.Admin.In(StatePresent).See("no", "name", "pinyin"),
)}

var departmentSight = evaluation.Sight{Readers: evaluation.Business.See(evaluation.All)}

var committeeSight = evaluation.Sight{Readers: slices.Concat(
	// Who is related to whom is for those who run the measures.
	evaluation.Running.See(evaluation.All),
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline, evaluation.RoleCommittee, evaluation.RoleSupervisor).See("name", "secretary", "director", "phone", "households", "order", "opened", "closed", "import"),
)}

var importSight = evaluation.Sight{Noted: true, Readers: evaluation.Personnel.See(evaluation.All)}
