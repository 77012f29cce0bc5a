package survey

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed library/*
var library embed.FS

// The questionnaires that the product ships.
const (
	Tangqiao1998 = "tangqiao_1998" // the questions and answers that the report of 1998 published
	WorkStyle    = "work_style"    // 百人问卷: a hundred people about the work style of cadres
	Units        = "units"         // satisfaction with each department, for their review
)

// Library lists the questionnaires that the product ships, to begin with.
func Library() []string { return []string{WorkStyle, Units, Tangqiao1998} }

// Shipped returns a questionnaire of the library; an unknown name is an error.
func Shipped(name string) (*Questionnaire, error) {
	raw, err := library.ReadFile("library/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("survey: %w", err)
	}
	q := &Questionnaire{}
	if err := json.Unmarshal(raw, q); err != nil {
		return nil, fmt.Errorf("survey: %s: %w", name, err)
	}
	return q, nil
}
