// Package token keeps the keys of the HTTP API.
//
// A token is "parley_" and 256 random bits. Whoever made it sees it once; the store has only its
// SHA-256 hash, under which it is looked up, with a name for people and the scopes it is good for.
// Nothing is cached: a look-up is one small read, and a revoked token is refused from then on.
package token

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Scope is one thing that a token allows. No scope implies another.
type Scope string

// The scopes.
const (
	Read   Scope = "read"   // what is known of subscribers
	Events Scope = "events" // posting events
	Write  Scope = "write"  // attributes and consent
)

// Scopes lists all scopes.
func Scopes() []Scope { return []Scope{Read, Events, Write} }

// Token is what is kept of a token.
type Token struct {
	Name      string    `json:"name"`
	Scopes    []Scope   `json:"scopes"`
	Rate      int       `json:"rate"`       // requests a second, and events of batches; 0, of a token from before there were rates: DefaultRate
	CreatedAt time.Time `json:"created_at"` // UTC
}

// The bounds of a token's rate, a second.
const (
	DefaultRate = 5000
	MaxRate     = 1_000_000
)

// Allows tells whether the token is good for a scope.
func (t Token) Allows(s Scope) bool { return slices.Contains(t.Scopes, s) }

// The errors that callers tell apart.
var (
	ErrUnknown = errors.New("no such token")
	ErrTaken   = errors.New("there is a token of this name already")
)

// Values is what tokens need of a store.
type Values interface {
	// Get reads a value, or store.ErrNotFound.
	Get(ctx context.Context, key string) ([]byte, error)
	// Put writes a value; nil removes it.
	Put(ctx context.Context, key string, value []byte) error
	// List reads all values whose key has the prefix.
	List(ctx context.Context, prefix string) (map[string][]byte, error)
}

const (
	prefix    = "parley_" // of a secret
	keyPrefix = "token/"
)

// key is where a secret's token is kept.
func key(secret string) string {
	hash := sha256.Sum256([]byte(secret))
	return keyPrefix + hex.EncodeToString(hash[:])
}

func checkScopes(scopes []Scope) error {
	if len(scopes) == 0 {
		return fmt.Errorf("a token needs a scope; the scopes are %v", Scopes())
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("%.40q is no scope; the scopes are %v", string(s), Scopes())
		}
	}
	return nil
}

// kept lists what is kept, by key.
func kept(ctx context.Context, v Values) (map[string]Token, error) {
	values, err := v.List(ctx, keyPrefix)
	if err != nil {
		return nil, fmt.Errorf("list the tokens: %w", err)
	}
	tokens := make(map[string]Token, len(values))
	for key, value := range values {
		if tokens[key], err = decode(value); err != nil {
			return nil, fmt.Errorf("at %s: %w", key, err)
		}
	}
	return tokens, nil
}

func decode(value []byte) (Token, error) {
	var t Token
	if err := json.Unmarshal(value, &t); err != nil {
		return Token{}, fmt.Errorf("read a token: %w", err)
	}
	t.Rate = cmp.Or(t.Rate, DefaultRate)
	return t, nil
}
