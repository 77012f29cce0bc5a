package auth_test

import (
	"slices"
	"testing"

	"kaoji/evaluation/catalog"
)

// systemActs are Kaoji's own: effects carry them out, nobody may ask for them.
var systemActs = []string{
	"appraisal.sheet open", "appraisal.sheet tally", "appraisal.sheet release", "appraisal.sheet drop",
	"appraisal.opinion open", "appraisal.opinion release", "appraisal.opinion drop", "appraisal.paper drop",
	"bonus.entry raise", "bonus.entry address", "bonus.entry drop", "bonus.entry settle",
	"commendation.deed publish", "commendation.deed correct",
	"reminder.alarm raise", "reminder.alarm renew", "reminder.alarm take_up",
	"results.grade imported", "results.grade reimported", "results.grade restored", "results.grade withdrawn", "results.use carried", "results.use uncarried",
	"rotation.mentoring seated", "rotation.mentoring unseated", "rotation.mentoring observe",
	"rotation.load open", "rotation.load take", "rotation.load free",
	"rotation.case raise", "rotation.case renew", "rotation.case settle", "rotation.case close", "rotation.stay lapse",
	"rotation.move announce", "rotation.move enter", "rotation.move cancel",
	"education.part enrol", "education.part attend", "education.part reflect", "education.part end",
	"education.reflection ask", "education.reflection address", "education.reflection waive",
	"reserve.candidate notice", "training.plan vacate", "absence.period lapse", "countersign.request escalate", "declaration.basis draw", "declaration.basis replace", "declaration.report raise", "declaration.report draw", "declaration.report address", "declaration.report drop", "supervision.term remind", "supervision.term lapse", "supervision.term close", "supervision.meeting admit", "unitreview.sheet open", "unitreview.sheet mark", "unitreview.sheet drop", "archive.item raise", "archive.item drop", "archive.item again",
	"routine.sheet open", "routine.sheet pass", "routine.sheet move", "routine.sheet tell", "routine.sheet drop", "routine.sheet redirect", "routine.goals redirect", "routine.goals finish",
	"concern.matter submit", "concern.matter absorb", "commendation.deed receive",
	"roster.person ask_class", "roster.person imported", "roster.person reimported", "roster.person restored", "roster.person withdrawn",
	"roster.particulars imported", "roster.particulars reimported", "roster.particulars restored", "roster.particulars withdrawn",
	"roster.department imported", "roster.department reimported", "roster.department restored", "roster.department withdrawn",
	"assessment.sheet open", "assessment.sheet tally", "assessment.sheet to_decide", "assessment.sheet publish", "assessment.sheet correct_grade", "assessment.sheet facts_changed", "assessment.sheet to_personnel", "assessment.sheet redirect", "assessment.talk redirect",
	"assessment.sheet close", "assessment.sheet reopen", "assessment.talk prepare", "assessment.talk ask_again", "assessment.cycle supplement",
	"roster.committee imported", "roster.committee reimported", "roster.committee restored", "roster.committee withdrawn",
}

func TestEveryActIsEitherGrantedToSomebodyOrKaojisOwn(t *testing.T) {
	for _, m := range catalog.All(catalog.Deps{}) {
		for _, k := range m.Kinds {
			for _, a := range k.Acts {
				name := k.Name + " " + a.Name
				if len(a.May) > 0 == slices.Contains(systemActs, name) {
					t.Errorf("%s: granted %v", name, len(a.May) > 0)
				}
			}
		}
	}
}
