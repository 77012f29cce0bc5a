package roster

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
)

// LevelAnswer is the clerk's answer what a word in a level column means. Without a
// level, and if it is not the office's own level, the question is open.
type LevelAnswer struct {
	Word  string `json:"word" maxLength:"50" doc:"word of the sheets" example:"八级"`
	Level string `json:"level,omitempty" form:"level" maxLength:"20" doc:"the level that it means" example:"八级职员"`
	Own   bool   `json:"own,omitempty" doc:"it is a level of the office's own and is kept by this name"`
}

// maxAnswers limits the number of level questions and answers.
const maxAnswers = 100

// level returns the level for the word, "" while the question is open.
func (a LevelAnswer) level() string {
	if a.Own {
		return a.Word
	}
	return a.Level
}

// check checks an answer against the levels that can be chosen.
func (a *LevelAnswer) check(m evaluation.Mistakes, at string, known []string) {
	const longest = 20 // characters of a level
	a.Word = strings.ReplaceAll(halfWidth(cleanText(a.Word)), " ", "")
	if full := levelOf(a.Level); full != "" {
		a.Level = full
	}
	switch {
	case a.Own && a.Level != "":
		m.Add(at+"own", "roster.import.level_both")
	case a.Own && utf8.RuneCountInString(a.Word) > longest:
		m.Add(at+"word", "roster.import.too_long", "max", longest)
	case a.Level != "" && !slices.Contains(known, a.Level):
		m.Add(at+"level", "roster.import.level")
	}
}

// answered returns the answers of the last import that was written, so that the
// same question is not asked again.
func answered(s *evaluation.Step) ([]LevelAnswer, error) {
	last, err := s.Read.Find(s.Ctx, evaluation.Query{
		Office: s.Record.Office, Kinds: []string{KindImport}, States: evaluation.States(StateApplied), Sort: evaluation.SortChanged, Desc: true, Limit: 1,
	})
	if err != nil || len(last.Records) == 0 {
		return nil, err
	}
	p, err := evaluation.PartOf[Import](last.Records[0], "levels")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.Levels, func(a LevelAnswer) bool { return a.level() == "" }), nil
}

// ask adds each word that is not a known level to the questions once.
func (p *Import) ask(words []string) {
	p.Levels = slices.DeleteFunc(p.Levels, func(a LevelAnswer) bool { return a.level() == "" })
	for _, w := range words {
		p.Levels = append(p.Levels, LevelAnswer{Word: w})
	}
}
