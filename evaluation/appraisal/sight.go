package appraisal

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a round. Only people who run it see who may vote and who is recused
// (panels), and the slips. Whether somebody has voted is not in the record.
var (
	roundForm = []string{"year", "from", "as_of", "vote_by", "opinion_by", "items", "scale", "comments", "guide", "rules"}
	// The keys of the ballots (key) are in no list.
	roundWhole = slices.Concat(roundForm, []string{"account", "code", "paper", "exceptions", "panels", "cadres", "slips", "rehearsals", "keepers", evaluation.FieldHistory})
	roundOpen  = evaluation.States(RoundVoting, RoundCounting, RoundTallied, RoundReleased, RoundClosed)
	// The raters see the form during the voting and rehearsals.
	roundPolls = evaluation.States(RoundRehearsing, RoundVoting, RoundCounting, RoundTallied)
)

// Fields of a sheet. They include results from the tally on.
var (
	appraisedBasics = []string{"year", "name", "unit_name", "post", "served", "rules"}
	appraisedWhole  = slices.Concat(appraisedBasics, []string{"result", "digest", "released", "answer", "objection", evaluation.FieldHistory})
	appraisedOwn    = slices.Concat(appraisedBasics, []string{"result", "digest", "released", "answer", "objection"})
	appraisedTold   = evaluation.States(SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked)
)

// Fields of an opinion. Until it is signed only the signer can read it.
var (
	opinionBasics = []string{"year", "name", "unit_name", "post", "committee", "committee_name", "named", "signer", "signer_name"}
	opinionSaid   = slices.Concat(opinionBasics, []string{"text", "advice", "signed_on", "on_paper", "files", "amendments"})
	opinionOwn    = []string{"year", "name", "committee_name", "named", "signer_name", "text", "advice", "signed_on", "amendments"}
	opinionGiven  = evaluation.States(OpinionSigned, OpinionReleased)
	opinionTold   = evaluation.States(OpinionReleased)
)

// Fields of a batch of papers. The entries are in no list.
var paperCounts = []string{"committee", "committee_name", "papers", "differing", "cast_on", evaluation.FieldHistory}

// Raters are whose accounts cast ballots, if a round names them. Casting is no act
// on a record, because no record may say who did it.
var Raters = evaluation.Committee

var roundSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(roundWhole...),
	evaluation.Staff.In(roundOpen...).See(roundForm...),
	Raters.In(roundPolls...).See(roundForm...),
)}

var sheetSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(appraisedWhole...),
	evaluation.Reviewers.As(evaluation.Party).See(appraisedWhole...),
	evaluation.Leader.As(evaluation.Charge).In(appraisedTold...).See(appraisedWhole...),
	evaluation.Staff.As(evaluation.Own).In(SheetWaiting, SheetTallied).See(appraisedBasics...),
	evaluation.Staff.As(evaluation.Own).In(appraisedTold...).See(appraisedOwn...),
)}

var opinionSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Committee.As(evaluation.Party).See(opinionSaid...),
	evaluation.Running.See(opinionBasics...),
	evaluation.Running.In(opinionGiven...).See(opinionSaid...),
	evaluation.Leader.As(evaluation.Charge).In(opinionTold...).See(opinionSaid...),
	evaluation.Staff.As(evaluation.Own).In(opinionTold...).See(opinionOwn...),
)}

var paperSight = evaluation.Sight{Noted: true, Readers: evaluation.Running.See(paperCounts...)}
