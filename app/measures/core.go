package measures

import (
	"context"
	"time"

	"kaoji/app/text"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
	"kaoji/evaluation/draft"
	"kaoji/evaluation/offices"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// Core contains the services that pages and API share.
type Core struct {
	Services
	Service  *evaluation.Service
	Auth     *auth.Service
	Policy   *auth.Policy
	Trail    *evaluation.Trail
	TrailLog evaluation.TrailLog
	Cells    evaluation.Cells
	Blobs    evaluation.Blobs // attachments; spreadsheets are encrypted
	Text     *text.Catalog
	Roster   *roster.Source
	Rules    *rulepack.Source
	Calendar *workday.Source
	Heads    func() ([]evaluation.TrailHead, error) // signed ends of the trail, kept outside the storage; may be nil
	Offices  *offices.Register                      // of the deployment; nil if it has one
	Now      func() time.Time
	NewID    func() string
}

// Runs carries out acts with many records.
func (c *Core) Runs() *batch.Service {
	return &batch.Service{Acts: c.Service, Cells: c.Cells, Now: c.Now, NewID: c.NewID, Background: c.Service.Aside, Still: c.still, Log: c.Service.Log}
}

// still returns an actor with the roles that the account has now.
func (c *Core) still(ctx context.Context, actor evaluation.Actor) (evaluation.Actor, error) {
	now, err := c.Auth.Renew(ctx, auth.Session{Actor: actor, Account: auth.Account{ID: actor.Account}})
	return now.Actor, err
}

// Drafts keeps what people have typed and not sent.
func (c *Core) Drafts() *draft.Service {
	return &draft.Service{Cells: c.Cells, Vault: c.Vault, Now: c.Now, NewID: c.NewID}
}
