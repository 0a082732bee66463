package ledger

import (
	"crypto/sha256"
	"encoding/hex"
)

// tree makes the root of a binary tree over hashes, one after the other: a leaf is SHA-256(0, hash), a
// node SHA-256(1, left, right), and every left side is as large as a power of two can make it. It keeps
// one node for each such side.
type tree struct {
	n     uint64
	sides [][]byte
}

func leaf(hash []byte) []byte { return sum(0, hash) }

func node(left, right []byte) []byte { return sum(1, left, right) }

func sum(kind byte, parts ...[]byte) []byte {
	h := sha256.New()
	h.Write([]byte{kind})
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func (t *tree) add(hash []byte) {
	top := leaf(hash)
	for n := t.n; n&1 == 1; n >>= 1 {
		last := len(t.sides) - 1
		top, t.sides = node(t.sides[last], top), t.sides[:last]
	}
	t.sides = append(t.sides, top)
	t.n++
}

// top is the hash over all that was added; nil where nothing was.
func (t *tree) top() []byte {
	if len(t.sides) == 0 {
		return nil
	}
	top := t.sides[len(t.sides)-1]
	for i := len(t.sides) - 2; i >= 0; i-- {
		top = node(t.sides[i], top)
	}
	return top
}

// root is the same as text; empty where nothing was added.
func (t *tree) root() string { return hex.EncodeToString(t.top()) }
