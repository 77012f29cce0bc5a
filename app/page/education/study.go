package education

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// studyPage is a study with its measures, each with what can be done about it.
type studyPage struct {
	Record   site.RecordPage
	Measures []measureRow
	Meter    view.Meter
}

type measureRow struct {
	education.Measure
	Badge view.Badge
	Files []view.File
	Acts  []view.Button
}

func (s *pages) study(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, y *education.Study) (err error) {
	content := studyPage{Meter: view.Meter{Label: p.T("education.page.measures_done"), Of: len(y.Measures)}}
	if content.Record, err = s.Headed(c, p, v, "measures", "span"); err != nil {
		return err
	}
	content.Record.Acts = site.WithoutActs(content.Record.Acts, "report", "confirm", "send_back", "hand_over")
	for _, m := range y.Measures {
		row := measureRow{Measure: m, Badge: measureBadge(p, m.State)}
		if row.Files, err = s.FilesIn(c, v.ID, m.Files); err != nil {
			return err
		}
		if m.State == education.MeasureDone {
			content.Meter.Done++
		}
		add := func(act string, when bool) {
			if when && v.Offers(act) {
				row.Acts = append(row.Acts, view.Button{
					Label: p.T(v.Kind + "." + act), Href: p.To("/records", v.ID, "acts", act) + "?no=" + strconv.Itoa(m.No), Primary: len(row.Acts) == 0,
				})
			}
		}
		add("report", m.Person == site.Actor(c).Person && m.State != education.MeasureDone)
		add("confirm", m.State == education.MeasureReported)
		add("send_back", m.State == education.MeasureReported)
		add("hand_over", m.State != education.MeasureDone)
		content.Measures = append(content.Measures, row)
	}
	return s.Show(c, "education_study", p.Title(&v.Record), content, s.Crumbs(c, v.Kind)...)
}

func measureBadge(p *site.Speaker, state string) view.Badge {
	tone := map[string]string{education.MeasureOpen: "yellow", education.MeasureReported: "blue", education.MeasureDone: "green"}[state]
	return view.Badge{Label: p.T("education.study.field.measures.state." + state), Tone: tone}
}
