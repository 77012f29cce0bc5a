// Package catalog lists the measures. To add one, write its package and add one
// line here.
package catalog

import (
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/archive"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/correction"
	"kaoji/evaluation/countersign"
	"kaoji/evaluation/declaration"
	"kaoji/evaluation/education"
	"kaoji/evaluation/periodic"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/routine"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/supervision"
	"kaoji/evaluation/survey"
	"kaoji/evaluation/training"
	"kaoji/evaluation/unitreview"
	"kaoji/evaluation/workday"
)

// Deps are the dependencies of the measures.
type Deps struct {
	Roster       roster.Deps
	Rules        rulepack.Records
	Assessment   *assessment.Service
	Concern      *concern.Service
	Appraisal    *appraisal.Service
	Commendation *commendation.Service
	Reminder     *reminder.Service
	Rotation     *rotation.Service
	Education    *education.Service
	Reserve      *reserve.Service
	Training     *training.Service
	Bonus        *bonus.Service
	Correction   *correction.Service
	Absence      *absence.Service
	Routine      *routine.Service
	Results      *results.Service
	Survey       *survey.Service
	Countersign  *countersign.Service
	UnitReview   *unitreview.Service
	Periodic     *periodic.Service
	Supervision  *supervision.Service
	Archive      *archive.Service
	Declaration  *declaration.Service
}

// All lists the measures 1 to 8, then the others.
func All(d Deps) []evaluation.Measure {
	return []evaluation.Measure{
		d.Reminder.Measure(),
		d.Commendation.Measure(),
		d.Appraisal.Measure(),
		d.Bonus.Measure(),
		d.Education.Measure(),
		d.Reserve.Measure(),
		d.Assessment.Measure(),
		d.Rotation.Measure(),
		d.Routine.Measure(),
		d.Results.Measure(),
		d.Training.Measure(),
		d.Concern.Measure(),
		d.Supervision.Measure(),
		d.Survey.Measure(),
		d.UnitReview.Measure(),
		d.Countersign.Measure(),
		d.Periodic.Measure(),
		d.Archive.Measure(),
		d.Declaration.Measure(),
		d.Correction.Measure(),
		d.Absence.Measure(),
		roster.Measure(d.Roster),
		d.Rules.Measure(),
		workday.Measure(),
		roster.Office(),
	}
}
