package site

import (
	"testing"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type talkerInput struct {
	Talker string `json:"talker" form:"person"`
	Other  string `json:"other" form:"person"`
}

// Of a field for which the kind offers some people only, a large office suggests no others.
func TestSuggestionsAreThoseThatTheKindOffers(t *testing.T) {
	kind := evaluation.Kind{Name: "x.talk"}
	act := evaluation.NewAct("schedule", nil, nil, nil, evaluation.Run(func(*evaluation.Step, *struct{}, *talkerInput) (evaluation.State, error) { return "", nil }))
	s := &Site{kinds: map[string]Kind{kind.Name: {Choices: func(_ *fiber.Ctx, _ *Speaker, _ *Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
		return []view.Choice{{Value: "leader"}}, f.Name == "talker", nil
	}}}}
	for field, want := range map[string]int{"talker": 1, "other": 2} {
		list, err := s.onlyOffered(nil, nil, &Asked{Kind: &kind, Act: &act}, field, []view.Choice{{Value: "leader"}, {Value: "clerk"}})
		if err != nil || len(list) != want || list[0].Value != "leader" {
			t.Errorf("%s: %v, %v", field, list, err)
		}
	}
}
