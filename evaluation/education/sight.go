package education

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a campaign and a part, and who reads them. The campaign contains the
// questions of a test with their answers, so only the section reads them;
// participants get them without answers. Only the person and the section read
// answers in a test and texts of make-ups.
var (
	campaignSeen = []string{
		"title", "theme", "aim", "from", "to", "hours", "files", "audience", "reflect", "ask", "length", "reflect_by", "head_reviews", "test_by",
		"pass", "tries", "started_on", "closed_on", "cancelled_for", "rules",
	}
	campaignLed = slices.Concat(campaignSeen, []string{"people", "left", "left_for"})
	partSeen    = []string{
		"campaign", "title", "from", "to", "person", "name", "unit_name", "since", "wanted", "hours", "marks", "reflects", "reflected_on", "test",
		"test_by", "pass", "passed_on", "completed_on", "excused_for", "rules",
	}
	reflectionSeen = []string{"campaign", "part", "title", "name", "unit_name", "due_by", "on", "late"}
	creditSeen     = []string{"person", "name", "unit_name", "title", "organiser", "form", "from", "to", "hours", "days"}

	campaignShown   = evaluation.States(Running, Closed, Cancelled)
	reflectionHead  = evaluation.States(ReflectionWithHead)
	studyShown      = evaluation.States(StudyFollowing, StudyClosed)
	creditConfirmed = evaluation.States(CreditConfirmed)
	leading         = evaluation.By(evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleDiscipline)
)

var campaignSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	evaluation.Principal.See(campaignLed...),
	evaluation.Staff.In(campaignShown...).See(campaignSeen...),
)}

var sessionSight = evaluation.Sight{Readers: evaluation.Staff.See(evaluation.All)}

var partSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	evaluation.Principal.See(partSeen...),
	evaluation.Leader.As(evaluation.Charge).See(partSeen...),
	evaluation.Head.As(evaluation.Department).See(partSeen...),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
)}

var reflectionSight = evaluation.Sight{Noted: true, Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(reflectionSeen...),
	evaluation.Head.As(evaluation.Department).In(reflectionHead...).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
)}

var creditSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	evaluation.Principal.In(creditConfirmed...).See(creditSeen...),
	evaluation.Leader.As(evaluation.Charge).In(creditConfirmed...).See(creditSeen...),
	evaluation.Head.As(evaluation.Department).In(creditConfirmed...).See(creditSeen...),
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
)}

var studySight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	leading.In(studyShown...).See(evaluation.All),
	evaluation.Head.In(studyShown...).See(evaluation.All),
	evaluation.Staff.As(evaluation.Party).In(studyShown...).See(evaluation.All),
)}
