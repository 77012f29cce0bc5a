// Package ballot stores anonymous ballots (无记名投票). A person who reads every state
// of the storage and its journal, and has the keys of the server, cannot find out
// who cast which ballot.
//
// Such a person sees which voter wrote at a certain time, and which ciphertexts
// were written then; no storage can hide this. So all ballots of a box are padded
// to one size and encrypted to the public key of their round. The private key is
// not on the server while the round runs: it is encrypted with the passphrases of
// two or more keepers, each of whom can open it alone (keeping.go). When a keeper
// gives the passphrase, the ballots are decrypted in memory, sorted by their bytes
// and written again, the old ones are deleted, and the private key is deleted
// (count.go).
//
// Limit: a person with old states of the storage (a back-up made during the round),
// the keys of the server and the passphrase of a keeper can decrypt the ballots one
// by one.
//
// Each voter has one cell under an HMAC-SHA256 of the voter. It can be written
// once, so a second vote is refused (cast.go). The encrypted ballots are first
// written into that cell, then into separate cells with random ids, then removed
// from the voter's cell. A crash between these writes loses nothing and counts
// nothing twice, and afterwards no cell connects a voter with a ballot.
//
// A person who votes with the code of a slip is a voter identified by the code. A
// spoilt slip is a voter who can no longer vote.
//
// Boxes opened by an earlier program have all their ballots in one cell. They
// accept votes and are counted in the old way (old.go).
package ballot
