package user

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/store"
)

// InviteFor is how long a one-time link is good.
const InviteFor = 72 * time.Hour

// ErrInvite says that a one-time link is good for nothing.
var ErrInvite = errors.New("this link was used, has run out, or never was one; ask for a new one")

const inviteKeys = "invite/"

// invite is a one-time link, under the hash of its secret. An empty name is the first account's, whose
// owner chooses it.
type invite struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until"` // UTC
}

// Invite gives the secret of a link by which the owner of an account sets a new password. Older links of it are
// good no longer.
func (b *Book) Invite(ctx context.Context, name string) (secret string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := b.Get(ctx, name)
	if err != nil {
		return "", err
	}
	return b.invite(ctx, u.Name)
}

// First gives the secret of the link that makes the first account, an admin's, or nothing where an admin can log in.
func (b *Book) First(ctx context.Context) (secret string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if begun, err := b.begun(ctx); err != nil || begun {
		return "", err
	}
	return b.invite(ctx, "")
}

// begun tells whether there is an admin who can log in.
func (b *Book) begun(ctx context.Context) (bool, error) {
	all, err := b.all(ctx)
	for _, u := range all {
		if u.Ready() && u.Role == Admin {
			return true, err
		}
	}
	return false, err
}

func (b *Book) invite(ctx context.Context, name string) (string, error) {
	if err := b.uninvite(ctx, name); err != nil {
		return "", err
	}
	secret, key := draw(inviteKeys)
	return secret, b.write(ctx, key, invite{Name: name, Until: b.Now().Add(InviteFor).UTC()})
}

// uninvite makes the links of an account worthless, and takes away those that have run out.
func (b *Book) uninvite(ctx context.Context, name string) error {
	values, err := b.Values.List(ctx, inviteKeys)
	if err != nil {
		return fmt.Errorf("list one-time links: %w", err)
	}
	for key, value := range values {
		var i invite
		if json.Unmarshal(value, &i) == nil && i.Name != name && b.Now().Before(i.Until) {
			continue
		}
		if err := b.Values.Put(ctx, key, nil); err != nil {
			return fmt.Errorf("take a one-time link away: %w", err)
		}
	}
	return nil
}

// Invited says whose link it is; an empty name is the first account's. ErrInvite: nobody's.
func (b *Book) Invited(ctx context.Context, secret string) (name string, err error) {
	var i invite
	err = b.read(ctx, keyOf(inviteKeys, secret), &i)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && !b.Now().Before(i.Until):
		return "", ErrInvite
	case err != nil:
		return "", err
	}
	if i.Name != "" {
		return i.Name, nil
	}
	if begun, err := b.begun(ctx); err != nil || begun {
		return "", errors.Join(err, ErrInvite)
	}
	return "", nil
}

// Accept sets the password of a link's account, once, and ends its sessions. The first account, whose link has no
// name, is made with the one given; of others it is not looked at.
func (b *Book) Accept(ctx context.Context, secret, name, password string) (User, error) {
	if err := CheckPassword(password); err != nil {
		return User{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	invited, err := b.Invited(ctx, secret)
	if err != nil {
		return User{}, err
	}
	u, err := b.owner(ctx, invited, name)
	if err != nil {
		return User{}, err
	}
	u.Hash, u.PassedAt = hashPassword(password), b.Now().UTC()
	if err := b.uninvite(ctx, invited); err != nil { // first, so that it never works twice
		return User{}, err
	}
	if err := b.keep(ctx, u); err != nil {
		return User{}, err
	}
	return u, b.endAll(ctx, u.Name, "")
}

// owner is the account that a link is for.
func (b *Book) owner(ctx context.Context, invited, name string) (User, error) {
	if invited != "" {
		return b.Get(ctx, invited)
	}
	name = Canonical(name)
	if !goodName.MatchString(name) {
		return User{}, fmt.Errorf("%.60q cannot name an account; a name has 1 to 60 letters, digits, or any of . _ + @ -, such as ada or ada@shop.test", name)
	}
	return User{Name: name, Role: Admin, CreatedAt: b.Now().UTC()}, nil
}

// draw makes a secret of 256 random bits, and the key under which what it opens is kept.
func draw(keys string) (secret, key string) {
	bits := make([]byte, 32)
	_, _ = rand.Read(bits) // never fails
	secret = base64.RawURLEncoding.EncodeToString(bits)
	return secret, keyOf(keys, secret)
}

func keyOf(keys, secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return keys + hex.EncodeToString(sum[:])
}
