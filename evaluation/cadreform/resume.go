package cadreform

import (
	"regexp"
	"strings"
)

// Stage is a stage of a career (简历). From and To are months as 2009.07; To is "" if the
// stage lasts. A line that has no months is a stage without them.
type Stage struct {
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text"`
}

var (
	stageShape = regexp.MustCompile(`^\s*(\d{4}[./年]\d{1,2}月?|\d{6})\s*(?:[-—–－~～〜]+|至)\s*(\d{4}[./年]\d{1,2}月?|\d{6}|至今|今)?\s*(.*)$`)
	spaces     = regexp.MustCompile(`[ \t\x{3000}]+`)
)

// ParseResume reads the stages of a career, one a line; lines without months continue
// the stage before.
func ParseResume(text string) []Stage {
	var list []Stage
	for line := range strings.Lines(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")) {
		line = strings.Trim(line, " \t\n\u3000")
		if line == "" {
			continue
		}
		found := stageShape.FindStringSubmatch(line)
		switch {
		case found != nil && datedStage(found):
			list = append(list, Stage{From: DottedText(found[1]), To: until(found[2]), Text: spaces.ReplaceAllString(strings.TrimSpace(found[3]), " ")})
		case len(list) > 0:
			list[len(list)-1].Text = joined(list[len(list)-1].Text, spaces.ReplaceAllString(line, " "))
		default:
			list = append(list, Stage{Text: spaces.ReplaceAllString(line, " ")})
		}
	}
	return list
}

func datedStage(found []string) bool {
	_, from := ParseMonth(found[1])
	_, to := ParseMonth(found[2])
	return from && (to || until(found[2]) == "")
}

func until(text string) string {
	if text == "至今" || text == "今" {
		return ""
	}
	return DottedText(text)
}

// joined continues a text; a space stands only between Latin letters or digits, because
// a line of Chinese is broken anywhere.
func joined(before, after string) string {
	if before == "" {
		return after
	}
	if before[len(before)-1] < 0x80 && after[0] < 0x80 {
		return before + " " + after
	}
	return before + after
}

// openEnd stands where the end of a stage that lasts would stand.
const openEnd = "       "

// FormatResume writes stages as files have them: 2009.07--2012.03  某单位科员.
func FormatResume(stages []Stage) string {
	lines := make([]string, len(stages))
	for i, s := range stages {
		switch {
		case s.From == "":
			lines[i] = s.Text
		case s.To == "":
			lines[i] = s.From + "--" + openEnd + "  " + s.Text
		default:
			lines[i] = s.From + "--" + s.To + "  " + s.Text
		}
	}
	return strings.Join(lines, "\n")
}
