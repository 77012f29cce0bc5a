package commendation

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a deed. Only personnel see the reporter, everything that may identify
// the reporter (evidence, such as a scanned letter, and the history), and the
// comparison with other people's deeds.
var (
	deedBasics = []string{
		"people", "unit", "unit_name", "who", "ground", "title", "number", "on", "place", "text", "files", "source", "turned_down", "rules",
	}
	deedPublic = []string{
		"people", "unit", "unit_name", "ground", "title", "on", "place", "wording", "number", "filed_on", "counted", "counting", "bulletin",
		"revoked", "correction", "rules",
	}
	deedWhole = slices.Concat(deedPublic, []string{"who", "text", "source", "verification", "turned_down"})
	deedEarly = evaluation.States(DeedReported, DeedVerified, DeedTurnedDown) // the reporter is the only party
	deedFiled = evaluation.States(DeedFiled, DeedPublished, DeedRevoked)
)

// Fields of a released bulletin, and of a proposal shown to the office.
var (
	bulletinPublic = []string{"number", "title", "from", "to", "intro", "items", "corrections", "closing", "approver", "released_on", "rules"}
	proposalPublic = []string{"kind", "people", "unit", "unit_name", "post", "level", "grounds", "assessed", "deeds", "notice_from", "notice_until", "rules"}
	proposalOwn    = slices.Concat(proposalPublic, []string{"document", "submitted_on", "result"})
	proposalShown  = evaluation.States(ProposalNotice, ProposalReady, ProposalSubmitted, ProposalGranted)
	receivers      = evaluation.By(evaluation.RoleCadre, evaluation.RoleCommittee, evaluation.RoleSupervisor, evaluation.RoleDiscipline)
	deedReporters  = evaluation.By(evaluation.RolePersonnel, evaluation.RoleHead, evaluation.RoleCommittee, evaluation.RoleSupervisor)
)

// deedSight: a person whom the deed is about has only the rights of Own, whatever
// roles they have, so that nobody learns who reported their deed.
var deedSight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Personnel.See(evaluation.All),
	evaluation.Principal.See(deedWhole...),
	evaluation.Leader.As(evaluation.Charge).See(deedWhole...),
	evaluation.Head.As(evaluation.Department).See(deedWhole...),
	evaluation.Business.As(evaluation.Party).In(deedEarly...).See(deedBasics...),
	evaluation.Business.As(evaluation.Party).In(deedFiled...).See(deedPublic...),
	evaluation.Staff.As(evaluation.Own).In(deedFiled...).See(deedPublic...),
)}

var bulletinSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	receivers.In(BulletinReleased).See(bulletinPublic...),
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead).In(BulletinReleased).See(slices.Concat(bulletinPublic, []string{"receipts"})...),
)}

var proposalSight = evaluation.Sight{OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Staff.In(proposalShown...).See(proposalPublic...),
	evaluation.Staff.As(evaluation.Own).In(ProposalNotice, ProposalReady, ProposalSubmitted, ProposalGranted, ProposalRefused).See(proposalOwn...),
)}
