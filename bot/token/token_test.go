package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/store/memstore"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// Ensure a token is good for its scopes from its making to its revocation, and not a moment longer.
func TestLife(t *testing.T) {
	ctx, s := context.Background(), memstore.New()
	secret, err := Create(ctx, s, Token{Name: "shop", Scopes: []Scope{Write, Read, Write}}, noon)
	if err != nil {
		t.Fatal(err)
	}
	want := Token{Name: "shop", Scopes: []Scope{Read, Write}, Rate: DefaultRate, CreatedAt: noon}
	got, err := Check(ctx, s, secret)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Fatalf("%v %s", err, diff)
	}
	if !got.Allows(Read) || !got.Allows(Write) || got.Allows(Events) {
		t.Errorf("%v allows the wrong scopes", got)
	}
	if err := Revoke(ctx, s, "shop"); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(ctx, s, secret); !errors.Is(err, ErrUnknown) {
		t.Errorf("a revoked token: %v", err)
	}
	if err := Revoke(ctx, s, "shop"); !errors.Is(err, ErrUnknown) {
		t.Errorf("revoked twice: %v", err)
	}
}

// Ensure the store never holds a secret, and that secrets are long and never the same.
func TestSecrets(t *testing.T) {
	ctx, s := context.Background(), memstore.New()
	one, err1 := Create(ctx, s, Token{Name: "one", Scopes: Scopes()}, noon)
	two, err2 := Create(ctx, s, Token{Name: "two", Scopes: Scopes()}, noon)
	if err1 != nil || err2 != nil || one == two || len(one) != len(prefix)+43 || !strings.HasPrefix(one, prefix) {
		t.Fatalf("%v %v: secrets of %d and %d characters", err1, err2, len(one), len(two))
	}
	values, err := s.List(ctx, "")
	if err != nil || len(values) != 2 {
		t.Fatalf("%d values, %v", len(values), err)
	}
	for key, value := range values {
		if strings.Contains(key+string(value), one[len(prefix):]) || strings.Contains(key+string(value), two[len(prefix):]) {
			t.Errorf("%s holds a secret", key)
		}
	}
	list, err := List(ctx, s)
	if err != nil || len(list) != 2 || list[0].Name != "one" || list[1].Name != "two" {
		t.Errorf("listed %v, %v", list, err)
	}
}

// Ensure a name is given to one token alone, and that names and scopes that cannot be are refused.
func TestRefused(t *testing.T) {
	ctx, s := context.Background(), memstore.New()
	if _, err := Create(ctx, s, Token{Name: "shop", Scopes: Scopes()}, noon); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		scopes []Scope
		rate   int
		want   string
	}{
		{"shop", Scopes(), 0, "already"},
		{"", Scopes(), 0, "cannot name"},
		{"a\nb", Scopes(), 0, "cannot name"},
		{strings.Repeat("a", 61), Scopes(), 0, "cannot name"},
		{"x", nil, 0, "needs a scope"},
		{"x", []Scope{"admin"}, 0, "read events write"},
		{"x", Scopes(), -1, "1 to 1000000"},
		{"x", Scopes(), MaxRate + 1, "1 to 1000000"},
	} {
		if _, err := Create(ctx, s, Token{Name: c.name, Scopes: c.scopes, Rate: c.rate}, noon); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q %v: %v, want %q", c.name, c.scopes, err, c.want)
		}
	}
	if list, err := List(ctx, s); err != nil || len(list) != 1 {
		t.Errorf("kept %v, %v", list, err)
	}
}

// Ensure nothing but a whole secret is taken for a token.
func TestUnknown(t *testing.T) {
	ctx, s := context.Background(), memstore.New()
	secret, err := Create(ctx, s, Token{Name: "shop", Scopes: Scopes()}, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", prefix, secret[:len(secret)-1], secret + "x", secret[len(prefix):], strings.ToUpper(secret), key(secret)} {
		if _, err := Check(ctx, s, bad); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Ensure a store that cannot be read says so, and is not taken for a missing token.
func TestStoreFails(t *testing.T) {
	ctx, s := context.Background(), memstore.New()
	secret, err := Create(ctx, s, Token{Name: "shop", Scopes: Scopes()}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(ctx, key("parley_damaged"), []byte("{")); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(ctx, s, "parley_damaged"); err == nil || errors.Is(err, ErrUnknown) {
		t.Errorf("a damaged token: %v", err)
	}
	_ = s.Close()
	_, checked := Check(ctx, s, secret)
	_, created := Create(ctx, s, Token{Name: "other", Scopes: Scopes()}, noon)
	_, listed := List(ctx, s)
	for _, err := range []error{checked, created, listed, Revoke(ctx, s, "shop")} {
		if err == nil || errors.Is(err, ErrUnknown) {
			t.Errorf("a closed store: %v", err)
		}
	}
}
