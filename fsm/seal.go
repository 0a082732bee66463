package fsm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// An entry is sealed so that a person with a shell can check it by hand:
//
//	digest = SHA-256 of the lines  salt (hex), name, value         (no newline behind the value)
//	hash   = SHA-256 of the text that Sealed gives
//
// What is told of the person enters the hash as a digest alone. Without the salt a digest tells
// nothing; so values and salts can be erased, and the chain still holds.

// The digests of an entry that are no evidence; those of evidence are named evidence.NAME.
const (
	digestPhone    = "phone"
	digestSource   = "source"
	digestBy       = "by"
	digestEvidence = "evidence."
)

// seal makes an entry the next of a chain.
func (e *LedgerEntry) seal(prev []byte) {
	e.Prev, e.Digests = prev, map[string][]byte{}
	for name, value := range e.personal() {
		e.Digests[name] = Digest(e.Salt, name, value)
	}
	e.Hash = e.hashed()
}

// personal lists what an entry tells of the person, by the names of its digests.
func (e *LedgerEntry) personal() map[string]string {
	told := map[string]string{digestPhone: string(e.Phone), digestSource: e.Source}
	if e.By != "" {
		told[digestBy] = e.By
	}
	for name, value := range e.Evidence {
		told[digestEvidence+name] = value
	}
	return told
}

// Digest is the salted digest of one value.
func Digest(salt []byte, name, value string) []byte {
	sum := sha256.Sum256([]byte(hex.EncodeToString(salt) + "\n" + name + "\n" + value))
	return sum[:]
}

// Sealed is the text that an entry's hash is taken of.
func (e *LedgerEntry) Sealed() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "parley ledger entry\nprev %s\nnumber %d\nat %d\nrecorded %d\nfact %s\npurpose %s\neffect %s\n",
		hex.EncodeToString(e.Prev), e.Number, e.At, e.Recorded, e.Fact, e.Purpose, e.Effect)
	for _, name := range slices.Sorted(maps.Keys(e.Digests)) {
		fmt.Fprintf(&b, "%s %s\n", hex.EncodeToString(e.Digests[name]), name)
	}
	return b.Bytes()
}

func (e *LedgerEntry) hashed() []byte {
	sum := sha256.Sum256(e.Sealed())
	return sum[:]
}

// Check tells what is wrong with an entry by itself: its hash, or what it tells of the person. One of
// an erased person tells nothing any more, and one from before there were chains proves nothing.
func (e *LedgerEntry) Check() error {
	if len(e.Hash) == 0 {
		return nil
	}
	if !bytes.Equal(e.Hash, e.hashed()) {
		return fmt.Errorf("its hash is %x, its contents say %x", e.Hash, e.hashed())
	}
	if e.Erased() {
		return nil
	}
	told := e.personal()
	for _, name := range slices.Sorted(maps.Keys(told)) {
		if !bytes.Equal(Digest(e.Salt, name, told[name]), e.Digests[name]) {
			return fmt.Errorf("its %s is not what was sealed", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Digests)) {
		if _, there := told[name]; !there {
			return fmt.Errorf("its %s, which was sealed, is missing", name)
		}
	}
	return nil
}

// Erased tells whether what the entry told of its person was erased.
func (e *LedgerEntry) Erased() bool { return len(e.Salt) == 0 && e.Phone == "" }

// Erase gives the entry without what it told of its person, and without the salt, so that the digests
// that stay tell nothing.
func (e LedgerEntry) Erase() LedgerEntry {
	e.Phone, e.Source, e.By, e.Evidence, e.Salt = "", "", "", nil, nil
	return e
}
