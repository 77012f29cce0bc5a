package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// listed finds what it holds, whatever is asked.
type listed []evaluation.Record

func (l listed) Find(context.Context, evaluation.Query) (evaluation.Found, error) {
	return evaluation.Found{Records: l}, nil
}

type told struct {
	Words *string `json:"words"`
}

func TestAFactThatCannotBeReadIsSaidAndHidesNoOther(t *testing.T) {
	on := officetest.Date("2026-05-04")
	record := func(id, payload string) evaluation.Record {
		return evaluation.Record{ID: id, Kind: "x.y", On: on, Payload: json.RawMessage(payload)}
	}
	var log strings.Builder
	facts := desk.Tell(
		listed{record("lacks its part", `{}`), record("not JSON", `{"words":7}`), record("whole", `{"words":"x.whole"}`)},
		slog.New(slog.NewTextHandler(&log, nil)),
		desk.Telling{Kind: "x.y", Of: desk.Reads(func(_ evaluation.Record, p *told, _ string) desk.Fact {
			return desk.Fact{On: on, Say: evaluation.Say(*p.Words)}
		})},
	)
	list, err := facts(t.Context(), desk.Asked{Office: "o", Person: "p", First: on, Last: on})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range list {
		got[f.Record] = f.Say.Key
	}
	if len(got) != 3 || got["whole"] != "x.whole" || got["lacks its part"] != "desk.fact.broken" || got["not JSON"] != "desk.fact.broken" {
		t.Errorf("told %v", got)
	}
	if strings.Count(log.String(), "a fact could not be read") != 2 || !strings.Contains(log.String(), `record="lacks its part"`) {
		t.Errorf("logged %s", log.String())
	}
}

// failing is a storage that is away.
type failing struct{}

func (failing) Find(context.Context, evaluation.Query) (evaluation.Found, error) {
	return evaluation.Found{}, errors.New("away")
}

func TestAStorageThatIsAwayIsNoBrokenFact(t *testing.T) {
	facts := desk.Tell(failing{}, slog.New(slog.DiscardHandler), desk.Telling{Kind: "x.y"})
	if _, err := facts(t.Context(), desk.Asked{Office: "o", Person: "p"}); err == nil {
		t.Error("no error")
	}
}
