package roster

import "kaoji/evaluation"

// The kind of the single record with the office's name.
const (
	KindSettings                    = "office.settings"
	StateCurrent   evaluation.State = "current"
	UniqueSettings                  = "settings"
)

// Settings is what an administrator sets for the whole office.
type Settings struct {
	Name      string `json:"name"`       // 塘桥街道党工委
	ShortName string `json:"short_name"` // in the head of every page
	Document  string `json:"document"`   // the word before the year in document numbers: 塘委组
}

// SettingsInput changes the settings.
type SettingsInput struct {
	Name      string `json:"name" maxLength:"60" doc:"Full name of the office" example:"中共塘桥街道工作委员会"`
	ShortName string `json:"short_name" maxLength:"20" doc:"Name in the head of every page" example:"塘桥街道"`
	Document  string `json:"document,omitempty" maxLength:"20" doc:"Word before the year in document numbers" example:"塘委组"`
}

// Office returns the measure with the office's own settings.
func Office() evaluation.Measure {
	current := []evaluation.State{StateCurrent}
	return evaluation.Measure{Name: "office", Kinds: []evaluation.Kind{{
		Name: KindSettings, Drafts: evaluation.KeepDrafts(), Sight: evaluation.Sight{Readers: evaluation.Everybody.See(evaluation.All)}, States: current, Payload: evaluation.New[Settings],
		Acts: []evaluation.Act{
			{Name: "found", May: evaluation.Admin, To: current, Run: evaluation.Run(setOffice)},
			{Name: "change", May: evaluation.Admin, From: current, To: current, Run: evaluation.Run(setOffice)},
		},
	}}}
}

func setOffice(s *evaluation.Step, p *Settings, in *SettingsInput) (evaluation.State, error) {
	*p = Settings(*in)
	s.Record.Unique = UniqueSettings
	return StateCurrent, nil
}
