// Package storage holds what every storage of Kaoji shares. The port itself is
// evaluation.Store: the domain owns it and says in words what it promises.
// storage/storagetest proves each of those sentences, and storage/sqlite and
// storage/mongo implement it in files of the same names, to be read side by
// side.
//
// Whatever must not differ between two storages stands here once: what is
// refused before it is written (check.go), the form in which it is kept
// (normal.go), the cursor of a page (cursor.go) and the errors (errors.go).
// Which storage is opened is decided where the program is wired.
package storage
