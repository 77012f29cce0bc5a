// Package cli is what an operator does at the machine itself: accounts, import
// and export, back-up and restore, verification. Whoever can run these
// commands holds the data anyway, so they act as auth.Operator and the audit
// trail says so.
package cli
