package education

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// enrolling lists the new participants; an empty list means all.
type enrolling struct {
	Person string `json:"person,omitempty"`
}

// enrol creates the part, and the reflection if one is required, of new
// participants with the ids chosen before.
func enrol(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	c, err := evaluation.PayloadOf[Campaign](r)
	if err != nil {
		return err
	}
	var in enrolling
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	return evaluation.Together(ctx, len(c.People), func(i int) error {
		m := c.People[i]
		if in.Person != "" && in.Person != m.Person {
			return nil
		}
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindPart, "enrol", evaluation.Creation{
			ID: m.Part, Input: &Enrolment{Campaign: r, content: c, member: m},
		}); err != nil {
			return err
		}
		if m.Reflection == "" {
			return nil
		}
		_, err := do.Create(ctx, evaluation.System(r.Office), KindReflection, "ask", evaluation.Creation{
			ID: m.Reflection, Input: &Enrolment{Campaign: r, content: c, member: m},
		})
		return err
	})
}

// endParts ends the open parts when the campaign closes or is cancelled.
func endParts(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in EndInput
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	list, err := desk.All(ctx, do, evaluation.Query{Office: r.Office, Kinds: []string{KindPart}, Parents: []string{r.ID}, States: evaluation.States(PartOpen)})
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := desk.ActRetrying(ctx, do, r.Office, p.ID, "end", &in); err != nil {
			return err
		}
	}
	return nil
}

// waiveReflection waives the open reflection of a part's person.
func waiveReflection(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	open, err := desk.Find(ctx, do, r.Office, KindReflection, PartKey(r.Parent, r.Subject))
	if err != nil || open == nil {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, open.ID, "waive", nil)
}

// acceptedReflection tells the part that its reflection was accepted.
func acceptedReflection(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in Reflected
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[Reflection](r)
	if err != nil {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, p.Part, "reflect", &in)
}
