package reminder

import (
	"encoding/json"
	"slices"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// letters are the papers of a reminder talk.
type letters struct {
	site.Printed
	Doc *reminder.Talk
}

// printableTalk reports whether a form of a talk has content to print for this
// reader.
func printableTalk(v *evaluation.View, form string) bool {
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

// LetterAt returns the i-th letter, empty if it is not sent yet.
func (p letters) LetterAt(i int) reminder.Letter {
	if i >= len(p.Doc.Letters) {
		return reminder.Letter{}
	}
	return p.Doc.Letters[i]
}

// Opinion returns the valid opinion at a step of the approval.
func (p letters) Opinion(step string) reminder.Opinion {
	for _, o := range p.Doc.Opinions {
		if o.Step == step && !o.Void {
			return o
		}
	}
	return reminder.Opinion{}
}
