package token

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"
)

var goodName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,59}$`)

// Create makes a token as it is asked for and gives the secret, which is kept nowhere. The name must be
// free, or it is ErrTaken.
func Create(ctx context.Context, v Values, ask Token, now time.Time) (secret string, err error) {
	if !goodName.MatchString(ask.Name) {
		return "", fmt.Errorf("%.60q cannot name a token; a name has 1 to 60 letters, digits, spaces or any of . _ @ - "+
			"and begins with a letter or digit", ask.Name)
	}
	if err := checkScopes(ask.Scopes); err != nil {
		return "", err
	}
	if ask.Rate < 0 || ask.Rate > MaxRate {
		return "", fmt.Errorf("a rate of %d a second: it may be 1 to %d, or 0 for %d", ask.Rate, MaxRate, DefaultRate)
	}
	tokens, err := kept(ctx, v)
	if err != nil {
		return "", err
	}
	for _, t := range tokens {
		if t.Name == ask.Name {
			return "", fmt.Errorf("create a token named %q: %w", ask.Name, ErrTaken)
		}
	}
	return keep(ctx, v, Token{Name: ask.Name, Scopes: unique(ask.Scopes), Rate: cmp.Or(ask.Rate, DefaultRate), CreatedAt: now.UTC()})
}

// keep draws a secret for a token and stores the token under its hash.
func keep(ctx context.Context, v Values, t Token) (string, error) {
	bits := make([]byte, 32)
	if _, err := rand.Read(bits); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	secret := prefix + base64.RawURLEncoding.EncodeToString(bits)
	value, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("encode a token: %w", err)
	}
	if err := v.Put(ctx, key(secret), value); err != nil {
		return "", fmt.Errorf("keep a token: %w", err)
	}
	return secret, nil
}

// unique gives the scopes once each, in the order of Scopes.
func unique(scopes []Scope) []Scope {
	return slices.DeleteFunc(Scopes(), func(s Scope) bool { return !slices.Contains(scopes, s) })
}
