// Package auth implements accounts, passwords, tokens and sessions, and the table
// of permissions (Policy). It does not depend on a storage: accounts, logins and
// sessions are cells (evaluation.Cells), and events go to the audit trail.
package auth
