// Package ballot keeps anonymous ballots (无记名投票) so that whoever reads every
// state of the storage and its journal, and has the keys of the server, cannot
// tell who cast which.
//
// Such a reader sees which voter wrote when, and which ciphertext was written
// then: no storage can hide that. So ballots are encrypted, all of a box to one
// size, to the public key of their round. The private key is not on the server
// while the round runs: it is sealed with the passphrases of two or more
// keepers, each of whom can open it alone (keeping.go). When a keeper gives the
// passphrase the ballots are decrypted in memory, sorted by their own bytes and
// written anew, the old ones are erased, and the private key is thrown away
// (count.go).
//
// The limit: whoever has old states of the storage (a back-up made while the
// round ran) and the keys of the server and the passphrase of a keeper can do
// what the server does, without the sorting.
//
// One voter is one cell under HMAC-SHA256 of the voter: it can be written once,
// so that a second vote is refused (cast.go). The voter's ballots are first
// written into that cell, encrypted, then into cells of their own under random
// ids, then taken out of it: a crash between these writes loses nothing and
// counts nothing twice, and afterwards no cell leads from a voter to a ballot.
//
// Whoever votes without a name, by a slip with a code, is a voter under the mark
// of the code; a spoilt slip is one whose mark can no longer vote.
//
// Boxes that an earlier program opened hold all their ballots in one cell. They
// take votes and are counted as they were begun (old.go).
package ballot
