package roster

import (
	"slices"

	"kaoji/evaluation"
)

// personFields are the fields of a person for readers who may see all of them.
var personFields = []string{
	"no", "name", "pinyin", "sex", "born", "ethnicity", "politics", "education", "establishment", "worked_since", "joined", "left", "leaving", "phone",
	"appointments", "concurrent", "liaisons", "relatives", "absences", "duties", "secondment", "import", evaluation.FieldHistory,
}

// fullFields are personFields with the ID-card number, which forms need.
var fullFields = append([]string{"id_card"}, personFields...)

// personSight: everybody sees their own entry completely. Of others only the section
// sees the ID-card number. Nobody may read its hash.
var personSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Personnel.See(fullFields...),
	evaluation.Principal.See(personFields...),
	evaluation.Leader.As(evaluation.Charge).See(personFields...),
	evaluation.Staff.As(evaluation.Own).See(fullFields...),
	// A head works with these people; telephone, relatives and the reason of an
	// absence are not needed for that.
	evaluation.Head.As(evaluation.Department).See("no", "name", "pinyin", "sex", "born", "politics", "education", "establishment", "worked_since", "joined", "left", "appointments", "concurrent", "liaisons", "duties", "secondment"),
	// An administrator creates accounts and needs only the list of people.
	evaluation.Admin.In(StatePresent).See("no", "name", "pinyin"),
)}

var departmentSight = evaluation.Sight{Readers: evaluation.Business.See(evaluation.All)}

var committeeSight = evaluation.Sight{Readers: slices.Concat(
	// Only people who run the measures see relationships.
	evaluation.Running.See(evaluation.All),
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline, evaluation.RoleCommittee, evaluation.RoleSupervisor).See("name", "secretary", "director", "phone", "households", "order", "opened", "closed", "import"),
)}

var importSight = evaluation.Sight{Noted: true, Readers: evaluation.Personnel.See(evaluation.All)}
