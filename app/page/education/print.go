package education

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// campaignReport is what the printed report of a campaign says.
type campaignReport struct {
	*education.Campaign
	Sessions []education.Session
	Units    view.Grid
	All      education.UnitCompletion
}

func (s *pages) campaignReport(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*campaignReport, error) {
	camp, err := evaluation.PayloadOf[education.Campaign](v.Record)
	if err != nil {
		return nil, err
	}
	out := &campaignReport{Campaign: camp}
	sessions, err := evaluation.Gather(s.EveryView(c, evaluation.Query{
		Kinds: []string{education.KindSession}, Parents: []string{v.ID}, Sort: evaluation.SortOn,
		States: []evaluation.State{education.SessionOpen, education.SessionHeld, education.SessionClosed},
	}))
	if err != nil {
		return nil, err
	}
	for i := range sessions {
		ses, err := evaluation.PayloadOf[education.Session](sessions[i].Record)
		if err != nil {
			return nil, err
		}
		out.Sessions = append(out.Sessions, *ses)
	}
	units, err := education.Completion(c.UserContext(), s.Service, site.Actor(c), v.ID)
	if err != nil {
		return nil, err
	}
	out.All = education.Whole(units)
	out.Units, _ = completion(p, units)
	return out, nil
}

// printableLearning offers forms only when they make sense: a certificate only
// after completion, a report only after the start.
func printableLearning(v *evaluation.View, _ string) bool {
	switch v.Kind {
	case education.KindPart:
		return v.State == education.PartComplete
	case education.KindCampaign:
		return v.State == education.Running || v.State == education.Closed
	case education.KindStudy:
		return v.State == education.StudyFollowing || v.State == education.StudyClosed
	}
	return true
}
