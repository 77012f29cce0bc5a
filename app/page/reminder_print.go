package page

import (
	"encoding/json"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/rotation"
)

// printable tells which of a talk's forms there is something to print of, for
// this reader; of other kinds, every form that there is something to print of.
func printable(v *evaluation.View, form string) bool {
	if v.Kind == rotation.KindPlan {
		return printablePlan(v, form)
	}
	if v.Kind != reminder.KindTalk {
		return printableLearning(v)
	}
	var t reminder.Talk
	if err := json.Unmarshal(v.Payload, &t); err != nil {
		return false
	}
	decides := slices.Contains(v.Fields, evaluation.All)
	sent := len(t.Letters) > 0 || decides
	switch form {
	case "reminder_approval":
		return decides
	case "reminder_letter":
		return t.Level == reminder.LevelReminder && t.Mode == reminder.ModeLetter && sent
	case "reminder_inquiry":
		return t.Level == reminder.LevelInquiry && sent
	case "reminder_inquiry_again":
		return len(t.Letters) > 1
	case "reminder_admonition":
		return t.Level == reminder.LevelAdmonition && t.Mode == reminder.ModeLetter && sent
	case "reminder_record":
		return !t.HeldOn.IsZero()
	case "reminder_report":
		return len(t.Answers) > 0
	}
	return false
}

// LetterAt is the i-th letter, empty while it is not sent.
func (p printed) LetterAt(i int) reminder.Letter {
	if p.Reminder == nil || i >= len(p.Reminder.Letters) {
		return reminder.Letter{}
	}
	return p.Reminder.Letters[i]
}

// Opinion is what was said at a step of the approval that stands.
func (p printed) Opinion(step string) reminder.Opinion {
	for _, o := range p.Reminder.Opinions {
		if o.Step == step && !o.Void {
			return o
		}
	}
	return reminder.Opinion{}
}
