// Package measures connects the measures to a storage, in the same way for the
// program and for the tests of API, pages and measures.
package measures

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/archive"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/catalog"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/correction"
	"kaoji/evaluation/countersign"
	"kaoji/evaluation/declaration"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/education"
	"kaoji/evaluation/periodic"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/routine"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/setup"
	"kaoji/evaluation/supervision"
	"kaoji/evaluation/survey"
	"kaoji/evaluation/training"
	"kaoji/evaluation/unitreview"
	"kaoji/evaluation/workday"
)

// Parts are the dependencies of the measures.
type Parts struct {
	Store    evaluation.Store
	Roster   *roster.Source
	Base     *rulepack.Pack // as shipped
	First    string         // the first office of the deployment, "" if there is only one
	Rules    *rulepack.Source
	Calendar *workday.Source
	Absences *absence.Source
	Pinyin   func(string) string
	Open     func(ctx context.Context, office, id string) (roster.Workbook, error)            // an attached roster
	Forms    func(ctx context.Context, office string, ids []string) (roster.FormFiles, error) // attached zips of forms
	Blobs    evaluation.Blobs                                                                 // attachments; nil: those of Store
	Random   io.Reader                                                                        // crypto/rand.Reader
	Ballot   auth.Hidden                                                                      // keys the marks of who has voted
	Keeping  auth.Cost                                                                        // of the passphrases that guard ballots; zero is the default
	Report   auth.Hidden                                                                      // encrypts who reported a concern
	Holders  Holders
	Accounts func(ctx context.Context, office string) (setup.Accounts, error) // for the guide; nil: it sees none
	// Supervisors are the accounts of social supervisors that are in use; nil: there are none.
	Supervisors func(ctx context.Context, office string) ([]supervision.Account, error)
	Log         *slog.Logger
	Now         func() time.Time
	More        []func(Parts, desk.Desk) Measured // measures beside those of the catalog
}

// Measured is a measure. A measure with facts about people also has Telling; one
// with changes that need no decision has Watch.
type Measured interface{ Measure() evaluation.Measure }

type teller interface{ Telling() []desk.Telling }

type watcher interface {
	Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error
}

// Services are the measures with their operations.
type Services struct {
	Desk         desk.Desk
	Vault        evaluation.Vault // encrypts fields of payloads, and what people have typed and not sent
	Commendation *commendation.Service
	Assessment   *assessment.Service
	Concern      *concern.Service
	Appraisal    *appraisal.Service
	Measures     []evaluation.Measure
	Reminder     *reminder.Service
	Rotation     *rotation.Service
	Facts        []desk.Facts // what the measures have on record of people, for their files
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
	Setup        *setup.Service // the guide of a new office

	More     []Measured // beside those of the catalog
	watchers []watcher  // in the order in which they are asked
	keepers  []keeper
}

// keeper keeps something of an office in memory until it changes.
type keeper interface{ Changed(evaluation.Record) }

// Changed tells all who keep something in memory what was written.
func (s *Services) Changed(r evaluation.Record) {
	for _, k := range s.keepers {
		k.Changed(r)
	}
}

// Wire creates the services.
func Wire(p Parts) (Services, error) {
	p.Store = evaluation.Pure{Store: p.Store}
	if p.Blobs == nil {
		p.Blobs = p.Store
	}
	vault, err := auth.NewVault(p.Report, p.Random)
	if err != nil {
		return Services{}, err
	}
	s := Services{Vault: vault, Desk: desk.Desk{Book: p.Roster.Book, Pack: p.Rules.Pack, Calendar: p.Calendar.Calendar}}
	s.Commendation = commendation.New(commendation.Deps{Desk: s.Desk, Ledger: p.Store})
	ballots, err := auth.NewVault(p.Ballot, p.Random)
	if err != nil {
		return Services{}, err
	}
	boxes := ballot.New(p.Store, p.Ballot, auth.NewPassphrases(p.Keeping).Stretch)
	s.Survey = survey.New(survey.Deps{Desk: s.Desk, Ledger: p.Store, Cells: p.Store, Boxes: boxes, Vault: ballots, Random: p.Random, Now: p.Now})
	s.Education = education.New(education.Deps{Desk: s.Desk, Ledger: p.Store, Vault: ballots})
	s.Appraisal = appraisal.New(appraisal.Deps{
		Desk: s.Desk, Ledger: p.Store, Cells: p.Store, Boxes: boxes, Vault: ballots, Random: p.Random, Now: p.Now, Holders: desk.Holders(p.Holders),
		Voters: func(ctx context.Context, office string, people []string) ([]string, error) {
			return p.Holders(ctx, office, people, evaluation.RoleCommittee)
		},
	})
	s.Concern = concern.New(concern.Deps{Desk: s.Desk, Ledger: p.Store, Cells: p.Store, Vault: vault, Random: p.Random, Holders: p.Holders, Deeds: praised(s.Commendation)})
	s.Reminder = reminder.New(reminder.Deps{Desk: s.Desk, Ledger: p.Store, Evidence: evidence(s.Concern), Unfounded: s.Concern.Unfounded})
	s.Rotation = rotation.New(rotation.Deps{Desk: s.Desk, Ledger: p.Store})
	s.Training = training.New(training.Deps{Desk: s.Desk, Ledger: p.Store})
	tell := func(of teller) desk.Facts {
		return desk.Tell(p.Store, p.Log, of.Telling()...)
	}
	s.Facts = []desk.Facts{tell(s.Commendation), tell(s.Reminder), tell(s.Appraisal), tell(s.Rotation), tell(s.Education), tell(s.Training)}
	s.Routine = routine.New(routine.Deps{Desk: s.Desk, Ledger: p.Store, Holders: desk.Holders(p.Holders), Now: p.Now})
	s.Facts = append(s.Facts, tell(s.Routine))
	s.Routine.Year = slices.Clip(s.Facts) // with its own, which tell what became of the goals
	s.Assessment = assessment.New(assessment.Deps{
		Desk: s.Desk, Boxes: boxes, Ledger: p.Store, Blobs: p.Blobs, Year: s.Facts, Holders: desk.Holders(p.Holders), Now: p.Now,
		Routine: routineGrades(s.Routine), Units: unitGrades(p.Store),
	})
	s.Assessment.Half = []desk.Facts{desk.Tell(p.Store, p.Log, s.Assessment.FirstHalfTelling()...)}
	s.Facts = append(slices.Clip(s.Facts), tell(s.Assessment)) // not for the assessment: bonuses must not influence it
	s.Results = results.New(results.Deps{Desk: s.Desk, Ledger: p.Store, Assessed: yearGrades(s.Assessment), Ungraded: s.Assessment.Ungraded, Questioned: s.Assessment.Questioned, Civil: civil, Open: p.Open, Formed: formedGrades(p.Store)})
	s.Reserve = reserve.New(reserve.Deps{Desk: s.Desk, Ledger: p.Store, Plan: plans(s.Training), Grade: grades(s.Results, s.Assessment)})
	s.Bonus = bonus.New(bonus.Deps{Desk: s.Desk, Ledger: p.Store, Grades: s.Assessment.Grades, Known: facts(&s)})
	s.Correction = correction.New(correction.Deps{Desk: s.Desk, Sight: s.sightOf})
	s.Absence = absence.New(absence.Deps{Desk: s.Desk, Source: p.Absences, Holders: p.Holders})
	s.Countersign = countersign.New(countersign.Deps{Desk: s.Desk, Holders: desk.Holders(p.Holders)})
	s.UnitReview = unitreview.New(unitreview.Deps{Desk: s.Desk, Figures: unitFigures(p.Store, s.Concern, p.Now), Marks: unitMarks(s.Survey), Holders: desk.Holders(p.Holders)})
	s.Periodic = periodic.New(periodic.Deps{Desk: s.Desk, Ledger: p.Store, Grouper: p.Store, Sums: sums(p.Store, s.Survey)})
	s.Supervision = supervision.New(supervision.Deps{Desk: s.Desk, Ledger: p.Store, Holders: desk.Holders(p.Holders), Accounts: supervisors(p)})
	s.Archive = archive.New(archive.Deps{Desk: s.Desk, Ledger: p.Store, Declared: archive.DeclaredOf(s.Assessment.Measure(), s.Commendation.Measure())})
	s.Declaration = declaration.New(declaration.Deps{Desk: s.Desk, Ledger: p.Store, Holders: desk.Holders(p.Holders), Random: p.Random})
	s.Setup = s.guide(p)
	s.Facts = append(s.Facts, tell(s.Bonus), tell(s.Correction), tell(s.Results), tell(s.Countersign))
	s.Measures = catalog.All(catalog.Deps{
		Roster: roster.Deps{Pinyin: p.Pinyin, Open: p.Open, Forms: p.Forms, Blobs: p.Blobs, Rewards: rewards(p.Store), Grades: graded(s.Results), Vault: vault, Levels: s.Desk.Levels, Establishments: s.Desk.Establishments, Kept: s.Desk.Book}, Rules: rulepack.Records{Base: p.Base, Source: p.Rules, First: p.First},
		Commendation: s.Commendation, Assessment: s.Assessment, Concern: s.Concern, Reminder: s.Reminder, Rotation: s.Rotation,
		Appraisal: s.Appraisal, Education: s.Education, Reserve: s.Reserve, Training: s.Training, Bonus: s.Bonus,
		Correction: s.Correction, Absence: s.Absence, Routine: s.Routine, Results: s.Results, Survey: s.Survey, Countersign: s.Countersign, UnitReview: s.UnitReview, Periodic: s.Periodic, Supervision: s.Supervision, Archive: s.Archive, Declaration: s.Declaration,
	})
	declared := periodic.DeclaredOf(s.Measures)
	s.Periodic.Declared = func() []periodic.Declared { return declared }
	s.keepers = []keeper{p.Roster, p.Rules, p.Calendar, s.Absence, s.Assessment, s.Appraisal, s.Survey}
	s.watchers = []watcher{s.Assessment, s.Rotation, s.Bonus, s.Education, s.Training, s.Reserve, s.Absence, s.Routine, s.Countersign, s.Supervision, s.Archive, s.Declaration} // Reserve asks the plans of Training
	for _, more := range p.More {
		s.add(p, more(p, s.Desk))
	}
	return s, nil
}

// supervisors are the accounts of social supervisors.
func supervisors(p Parts) func(ctx context.Context, office string) ([]supervision.Account, error) {
	if p.Supervisors == nil {
		return func(context.Context, string) ([]supervision.Account, error) { return nil, nil }
	}
	return p.Supervisors
}

// guide makes the guide of a new office from what the measures check.
func (s *Services) guide(p Parts) *setup.Service {
	accounts := p.Accounts
	if accounts == nil {
		accounts = func(context.Context, string) (setup.Accounts, error) { return setup.Accounts{}, nil }
	}
	return setup.New(setup.Deps{
		Desk: s.Desk, Ledger: p.Store, Accounts: accounts,
		Cycle: func(ctx context.Context, office string) (setup.Cycle, error) {
			record, begun, err := s.Assessment.First(ctx, office)
			return setup.Cycle{Record: record, Begun: begun}, err
		},
		Starting: []func(context.Context, string, evaluation.Date) ([]desk.Check, error){s.Assessment.Starting, s.Appraisal.Starting},
	})
}

// sightOf is the sight of a kind; nil if there is none of the name.
func (s *Services) sightOf(kind string) *evaluation.Sight {
	for i := range s.Measures {
		for j := range s.Measures[i].Kinds {
			if k := &s.Measures[i].Kinds[j]; k.Name == kind {
				return &k.Sight
			}
		}
	}
	return nil
}

// add adds a measure beside those of the catalog.
func (s *Services) add(p Parts, m Measured) {
	s.More, s.Measures = append(s.More, m), append(s.Measures, m.Measure())
	if t, ok := m.(teller); ok {
		s.Facts = append(s.Facts, desk.Tell(p.Store, p.Log, t.Telling()...))
	}
	if w, ok := m.(watcher); ok {
		s.watchers = append(s.watchers, w)
	}
}

// Watch lets each measure compare its records with the roster and the calendar and
// do what needs no decision.
func (s *Services) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	book, err := s.Desk.Book(ctx, office)
	if err != nil {
		return err
	}
	errs := []error{roster.Watch(ctx, do, book)}
	for _, w := range s.watchers {
		errs = append(errs, w.Watch(ctx, do, office, today))
	}
	return errors.Join(append(errs, s.handOver(ctx, do, office))...) // records that the measures have not handled
}

// evidence passes concerns to measure 1. A matter is one topic of one category.
func evidence(from *concern.Service) func(context.Context, string, evaluation.Date, evaluation.Date) ([]reminder.Evidence, error) {
	return func(ctx context.Context, office string, first, last evaluation.Date) ([]reminder.Evidence, error) {
		list, err := from.Evidence(ctx, office, first, last)
		if err != nil {
			return nil, err
		}
		out := make([]reminder.Evidence, 0, len(list))
		for _, e := range list {
			out = append(out, reminder.Evidence{
				Record: e.Record, Subject: e.Subject, Unit: e.Unit, Reporter: e.Reporter, Named: e.Named,
				Matter: e.Category + "/" + e.Topic, On: e.On, Wide: e.Wide,
			})
		}
		return out, nil
	}
}
