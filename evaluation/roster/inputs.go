package roster

import "kaoji/evaluation"

// Enter is the input of the act that adds a person to the roster.
type Enter struct {
	No            string          `json:"no" maxLength:"20" doc:"staff number, unique in the office" example:"TQ0101"`
	Name          string          `json:"name" maxLength:"50" doc:"full name" example:"苏芳嘉"`
	Sex           string          `json:"sex" enum:"男,女" doc:"sex" example:"男"`
	Born          evaluation.Date `json:"born" begin:"known" doc:"date of birth; the first of the month if only the month is known" example:"1980-05-01"`
	Politics      string          `json:"politics,omitempty" maxLength:"50" doc:"political status" example:"中共党员"`
	Education     string          `json:"education,omitempty" maxLength:"50" doc:"education" example:"大学"`
	Establishment string          `json:"establishment,omitempty" maxLength:"50" doc:"kind of establishment" example:"行政编"`
	WorkedSince   evaluation.Date `json:"worked_since,omitzero" doc:"first day of work anywhere" example:"2002-07-01"`
	Joined        evaluation.Date `json:"joined" begin:"today" doc:"first day in this office" example:"2016-11-01"`
	Department    string          `json:"department" form:"unit" doc:"id of a department" example:"0198c2f0-0000-7000-8000-000000000001"`
	Post          string          `json:"post" maxLength:"100" doc:"post" example:"科员"`
	PostSince     evaluation.Date `json:"post_since" begin:"today" doc:"first day in the post" example:"2020-03-01"`
	Level         string          `json:"level,omitempty" form:"level" maxLength:"20" doc:"level; empty where there is none" example:"一级科员"`
	LevelSince    evaluation.Date `json:"level_since,omitzero" doc:"first day in the level" example:"2020-03-01"`
	Heads         bool            `json:"heads,omitempty" doc:"is the head of the department"`
	Ethnicity     string          `json:"ethnicity,omitempty" maxLength:"50" doc:"ethnic group" example:"汉族"`
	Secondment    string          `json:"secondment,omitempty" maxLength:"50" doc:"remark of a secondment" example:"挂职"`
	IDCard        string          `json:"id_card,omitempty" maxLength:"18" doc:"ID-card number; stored encrypted" example:"11010519491231002X"`
	Phone         string          `json:"phone,omitempty" maxLength:"60" doc:"telephone" example:"13800000000"`
	Duties        string          `json:"duties,omitempty" form:"long" maxLength:"500" doc:"work done or in charge of"`
}

// Amend is the input of the act that corrects personal data. Empty fields are not
// changed; fields named in Clear become empty.
type Amend struct {
	No            string          `json:"no,omitempty" maxLength:"20" doc:"staff number" example:"TQ0101"`
	Name          string          `json:"name,omitempty" maxLength:"50" doc:"full name" example:"苏芳嘉"`
	Sex           string          `json:"sex,omitempty" enum:"男,女" doc:"sex" example:"男"`
	Born          evaluation.Date `json:"born,omitzero" doc:"date of birth" example:"1980-05-01"`
	Politics      string          `json:"politics,omitempty" maxLength:"50" doc:"political status" example:"中共党员"`
	Education     string          `json:"education,omitempty" maxLength:"50" doc:"education" example:"大学"`
	Establishment string          `json:"establishment,omitempty" maxLength:"50" doc:"kind of establishment" example:"行政编"`
	WorkedSince   evaluation.Date `json:"worked_since,omitzero" doc:"first day of work anywhere" example:"2002-07-01"`
	Joined        evaluation.Date `json:"joined,omitzero" doc:"first day in this office" example:"2016-11-01"`
	Ethnicity     string          `json:"ethnicity,omitempty" maxLength:"50" doc:"ethnic group" example:"汉族"`
	Secondment    string          `json:"secondment,omitempty" maxLength:"50" doc:"remark of a secondment" example:"挂职"`
	IDCard        string          `json:"id_card,omitempty" maxLength:"18" doc:"ID-card number; stored encrypted" example:"11010519491231002X"`
	Phone         string          `json:"phone,omitempty" maxLength:"60" doc:"telephone" example:"13800000000"`
	Duties        string          `json:"duties,omitempty" form:"long" maxLength:"500" doc:"work done or in charge of"`
	Clear         []string        `json:"clear,omitempty" enum:"politics,education,establishment,worked_since,ethnicity,secondment,id_card,phone,duties" doc:"fields to empty"`
}

// Appoint is the input of the act that gives a person a new post or level; the
// former one ends the day before.
type Appoint struct {
	Department string          `json:"department" form:"unit" doc:"id of a department" example:"0198c2f0-0000-7000-8000-000000000001"`
	Post       string          `json:"post" maxLength:"100" doc:"post" example:"副科长"`
	PostSince  evaluation.Date `json:"post_since" begin:"today" doc:"first day" example:"2026-03-01"`
	Level      string          `json:"level,omitempty" form:"level" maxLength:"20" doc:"level; empty where there is none" example:"副科级"`
	LevelSince evaluation.Date `json:"level_since,omitzero" doc:"first day in the level; empty: as before, or with the post if the level is new" example:"2026-03-01"`
	Heads      bool            `json:"heads,omitempty" doc:"is the head of the department"`
}

// CorrectPost is the input of the act that corrects a mistake in the present post;
// it makes no new appointment.
type CorrectPost Appoint

// NameOrder is the input of the act that corrects the position of a name in sorted
// lists.
type NameOrder struct {
	Pinyin string `json:"pinyin" maxLength:"100" doc:"reading that names are ordered by, in lower case letters" example:"shan xiao ming"`
}

// Liaise is the input of the act that assigns a person to a committee.
type Liaise struct {
	Committee string          `json:"committee" form:"committee" doc:"id of a committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	From      evaluation.Date `json:"from" begin:"today" doc:"first day" example:"2026-01-01"`
}

// EndLiaison is the input of the act that ends an assignment.
type EndLiaison struct {
	Committee string          `json:"committee" form:"committee" doc:"id of a committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	To        evaluation.Date `json:"to" begin:"today" doc:"last day" example:"2026-06-30"`
}

// Relate is the input of the act that records a relationship covered by the recusal
// rule.
type Relate struct {
	Person   string `json:"person" form:"person" doc:"id of the relative" example:"0198c2f0-0000-7000-8000-000000000003"`
	Relation string `json:"relation" maxLength:"50" rules:"recusal.kinship" doc:"how they are related" example:"夫妻"`
}

// Unrelate is the input of the act that removes a relationship, no matter which of
// the two people recorded it.
type Unrelate struct {
	Person string `json:"person" form:"person" doc:"id of the relative" example:"0198c2f0-0000-7000-8000-000000000003"`
}

// Away is the input of the act that records a period relevant for assessments, such
// as leave or a penalty.
type Away struct {
	Kind   string          `json:"kind" enum:"leave,investigation,warning,demerit,serious_demerit,demotion,removal,expulsion,party_warning,party_serious_warning,party_removal,party_probation_1,party_probation_2,party_expulsion,admonition,suspended,adjusted,resignation,relieved,demoted,seconded,probation" rules:"assessment.special.probation,assessment.special.leave,assessment.special.investigation,assessment.special.warning,assessment.special.demerit,assessment.special.serious_demerit,assessment.special.demotion,assessment.special.removal,assessment.special.party_warning,assessment.special.party_penalty,assessment.special.party_removal,assessment.special.party_probation_1,assessment.special.party_probation_2,assessment.special.party_expulsion,assessment.special.adjusted,assessment.special.resignation,assessment.special.dismissed,assessment.special.demoted,assessment.special.secondment,handling.suspension,handling.effect" doc:"what it is" example:"leave"`
	Detail string          `json:"detail,omitempty" maxLength:"200" doc:"in words" example:"病假"`
	Source string          `json:"source,omitempty" maxLength:"100" doc:"document number" example:"浦塘委〔2026〕3号"`
	From   evaluation.Date `json:"from" begin:"today" doc:"first day" example:"2026-01-10"`
	To     evaluation.Date `json:"to,omitzero" doc:"last day, empty while it lasts" example:"2026-03-10"`
}

// EndAbsence is the input of the act that ends such a period.
type EndAbsence struct {
	Kind string          `json:"kind" enum:"leave,investigation,warning,demerit,serious_demerit,demotion,removal,expulsion,party_warning,party_serious_warning,party_removal,party_probation_1,party_probation_2,party_expulsion,admonition,suspended,adjusted,resignation,relieved,demoted,seconded,probation,penalty,party_serious,dismissed" doc:"what it is" example:"leave"`
	From evaluation.Date `json:"from" begin:"known" doc:"its first day" example:"2026-01-10"`
	To   evaluation.Date `json:"to" begin:"today" doc:"its last day" example:"2026-03-10"`
}

// AnnulAbsence is the input of the act that removes a period that was recorded by
// mistake or was revoked.
type AnnulAbsence struct {
	Kind string          `json:"kind" enum:"leave,investigation,warning,demerit,serious_demerit,demotion,removal,expulsion,party_warning,party_serious_warning,party_removal,party_probation_1,party_probation_2,party_expulsion,admonition,suspended,adjusted,resignation,relieved,demoted,seconded,probation,penalty,party_serious,dismissed" doc:"what it is" example:"admonition"`
	From evaluation.Date `json:"from" begin:"known" doc:"its first day" example:"2026-01-10"`
}

// Depart is the input of the act that records that a person leaves the office.
type Depart struct {
	Left    evaluation.Date `json:"left" begin:"today" doc:"last day in the office" example:"2026-06-30"`
	Leaving string          `json:"leaving" enum:"transfer,retirement,resignation,dismissal,expulsion,death,expiry,termination,other" doc:"why the person leaves" example:"transfer"`
}

// OpenDepartment is the input of the act that opens a department.
type OpenDepartment struct {
	Name   string          `json:"name" maxLength:"50" doc:"name" example:"社区发展科"`
	Order  int             `json:"order" minimum:"1" maximum:"9999" doc:"place in lists" example:"70"`
	Opened evaluation.Date `json:"opened,omitzero" doc:"first day; empty: always there" example:"2026-01-01"`
}

// RenameDepartment is the input of the act that gives a department a new name.
type RenameDepartment struct {
	Name string          `json:"name" maxLength:"50" doc:"new name" example:"社区建设办公室"`
	From evaluation.Date `json:"from" begin:"today" doc:"first day of the new name" example:"2026-04-01"`
}

// Reorder is the input of the act that changes the position of a department in
// lists.
type Reorder struct {
	Order int `json:"order" minimum:"1" maximum:"9999" doc:"place in lists" example:"70"`
}

// TakeCharge is the input of the act that puts a leader in charge of a department.
type TakeCharge struct {
	Person string          `json:"person" form:"person" doc:"id of the leader" example:"0198c2f0-0000-7000-8000-000000000003"`
	From   evaluation.Date `json:"from" begin:"today" doc:"first day" example:"2026-01-01"`
}

// EndCharge is the input of the act that ends a leader's charge.
type EndCharge struct {
	Person string          `json:"person" form:"person" doc:"id of the leader" example:"0198c2f0-0000-7000-8000-000000000003"`
	To     evaluation.Date `json:"to" begin:"today" doc:"last day" example:"2026-06-30"`
}

// Close is the input of the act that closes a department or a committee.
type Close struct {
	Closed evaluation.Date `json:"closed" begin:"today" doc:"last day" example:"2026-06-30"`
}

// OpenCommittee is the input of the act that enters a residents' committee.
type OpenCommittee struct {
	Name       string          `json:"name" maxLength:"50" doc:"name" example:"塘桥第一居委会"`
	Secretary  string          `json:"secretary,omitempty" maxLength:"50" doc:"secretary of the Party branch" example:"彭文慧"`
	Director   string          `json:"director,omitempty" maxLength:"50" doc:"director" example:"赵芳晨"`
	Phone      string          `json:"phone,omitempty" maxLength:"60" doc:"telephone" example:"57957178"`
	Households int             `json:"households,omitempty" minimum:"0" maximum:"100000" doc:"number of households" example:"2355"`
	Order      int             `json:"order" minimum:"1" maximum:"9999" doc:"place in lists" example:"1"`
	Opened     evaluation.Date `json:"opened,omitzero" doc:"first day; empty: always there" example:"2026-01-01"`
}

// AmendCommittee is the input of the act that corrects a committee. Empty fields
// are not changed.
type AmendCommittee struct {
	Name       string `json:"name,omitempty" maxLength:"50" doc:"name" example:"塘桥第一居委会"`
	Secretary  string `json:"secretary,omitempty" maxLength:"50" doc:"secretary of the Party branch" example:"彭文慧"`
	Director   string `json:"director,omitempty" maxLength:"50" doc:"director" example:"赵芳晨"`
	Phone      string `json:"phone,omitempty" maxLength:"60" doc:"telephone" example:"57957178"`
	Households int    `json:"households,omitempty" minimum:"0" maximum:"100000" doc:"number of households" example:"2355"`
	Order      int    `json:"order,omitempty" minimum:"1" maximum:"9999" doc:"place in lists" example:"1"`
}
