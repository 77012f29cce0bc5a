package evaluation

// The classes of cells that an account has because of what its holder has done; their Ref
// is the account.
const (
	ClassRun   = "run"         // acts with many records
	ClassWork  = "work"        // long work whose end was not seen
	ClassViews = "views"       // saved views of lists
	ClassOnce  = "idempotency" // stored replies to requests with a key
)

// HeldClasses lists them. Whoever is given the account gets none of it.
func HeldClasses() []string { return []string{ClassRun, ClassWork, ClassViews, ClassOnce} }
