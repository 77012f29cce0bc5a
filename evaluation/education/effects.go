package education

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// enrolling is who came onto the list; nobody in particular is everybody.
type enrolling struct {
	Person string `json:"person,omitempty"`
}

// enrol makes the part, and the reflection where one is asked, of those who came
// onto the list under the ids chosen then.
func enrol(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	c, err := evaluation.PayloadOf[Campaign](r)
	if err != nil {
		return err
	}
	var in enrolling
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	for _, m := range c.People {
		if in.Person != "" && in.Person != m.Person {
			continue
		}
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindPart, "enrol", evaluation.Creation{
			ID: m.Part, Input: &Enrolment{Campaign: r, content: c, member: m},
		}); err != nil {
			return err
		}
		if m.Reflection == "" {
			continue
		}
		if _, err := do.Create(ctx, evaluation.System(r.Office), KindReflection, "ask", evaluation.Creation{
			ID: m.Reflection, Input: &Enrolment{Campaign: r, content: c, member: m},
		}); err != nil {
			return err
		}
	}
	return nil
}

// endParts ends what is open when the campaign closes or is cancelled.
func endParts(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	var in EndInput
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	list, err := desk.All(ctx, do, evaluation.Query{Office: r.Office, Kinds: []string{KindPart}, Parents: []string{r.ID}, States: states(PartOpen)})
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

// waiveReflection lets go of the reflection that the person of a part owes.
func waiveReflection(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	found, err := do.Find(ctx, evaluation.Query{Office: r.Office, Kinds: []string{KindReflection}, Uniques: []string{PartKey(r.Parent, r.Subject)}, Limit: 1})
	if err != nil || len(found.Records) == 0 {
		return err
	}
	return desk.ActRetrying(ctx, do, r.Office, found.Records[0].ID, "waive", nil)
}

// acceptedReflection tells the part.
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
