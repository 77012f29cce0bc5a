// Package storage contains the shared parts of all storages. The port is
// evaluation.Store: its comments in the domain are the contract.
// storage/storagetest has a test for each sentence of it. storage/sqlite and
// storage/mongo implement it in files of the same names, so that they can be read
// side by side.
//
// Rules that must be the same for both storages are here: validation before a write
// (check.go), the stored form (normal.go), the cursor of a page (cursor.go) and the
// errors (errors.go). The storage is chosen where the program is wired.
package storage
