package user

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/store"
)

// The errors that callers tell apart.
var (
	ErrUnknown   = errors.New("there is no such account")
	ErrTaken     = errors.New("there is an account of this name already")
	ErrLastAdmin = errors.New("it is the last admin who can log in; make another one first")
)

// MaxUsers bounds the accounts of a server.
const MaxUsers = 1000

// User is an account.
type User struct {
	Name      string    `json:"name"` // small letters: what one logs in with, and what others see
	Role      Role      `json:"role"`
	CreatedAt time.Time `json:"created_at"`          // UTC
	Disabled  bool      `json:"disabled"`            // may not log in
	Hash      string    `json:"hash,omitempty"`      // of the password, as PHC string; none: it was not set yet
	PassedAt  time.Time `json:"passed_at,omitzero"`  // when the password was set, UTC
	SeenAt    time.Time `json:"last_seen,omitzero"`  // latest login, UTC
	InvitedBy string    `json:"invited_by,omitzero"` // who made the account
}

// Ready tells whether the account can log in.
func (u User) Ready() bool { return !u.Disabled && u.Hash != "" }

// Values is what accounts need of a store.
type Values interface {
	// Get reads a value, or store.ErrNotFound.
	Get(ctx context.Context, key string) ([]byte, error)
	// Put writes a value; nil removes it.
	Put(ctx context.Context, key string, value []byte) error
	// List reads all values whose key has the prefix.
	List(ctx context.Context, prefix string) (map[string][]byte, error)
}

// Book is the accounts of one server. It is safe for many goroutines; a data folder has one at a time.
type Book struct {
	Values Values
	Now    func() time.Time

	mu       sync.Mutex // held while something is read, changed and written
	throttle throttle
}

const userKeys = "user/"

var goodName = regexp.MustCompile(`^[a-z0-9][a-z0-9._+@-]{0,59}$`)

// Canonical is a name as accounts have it.
func Canonical(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Add makes an account without a password and gives the secret of the link by which its owner sets one.
// ErrTaken: the name is another's.
func (b *Book) Add(ctx context.Context, name string, role Role, by string) (secret string, err error) {
	name = Canonical(name)
	if !goodName.MatchString(name) {
		return "", fmt.Errorf("%.60q cannot name an account; a name has 1 to 60 letters, digits, or any of . _ + @ -, such as ada or ada@shop.test", name)
	}
	if err := role.check(); err != nil {
		return "", err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	all, err := b.all(ctx)
	switch {
	case err != nil:
		return "", err
	case len(all) >= MaxUsers:
		return "", fmt.Errorf("there are %d accounts, and no more can be kept; remove some first", len(all))
	}
	if _, taken := all[name]; taken {
		return "", fmt.Errorf("make the account %s: %w", name, ErrTaken)
	}
	if err := b.keep(ctx, User{Name: name, Role: role, CreatedAt: b.Now().UTC(), InvitedBy: by}); err != nil {
		return "", err
	}
	return b.invite(ctx, name)
}

// Get reads an account, or ErrUnknown.
func (b *Book) Get(ctx context.Context, name string) (User, error) {
	name = Canonical(name)
	var u User
	err := b.read(ctx, userKeys+name, &u)
	if errors.Is(err, store.ErrNotFound) {
		return User{}, fmt.Errorf("the account %.60q: %w", name, ErrUnknown)
	}
	return u, err
}

// List gives all accounts in order of name.
func (b *Book) List(ctx context.Context) ([]User, error) {
	all, err := b.all(ctx)
	return slices.SortedFunc(maps.Values(all), func(x, y User) int { return cmp.Compare(x.Name, y.Name) }), err
}

// SetRole gives an account another role, and ends its sessions. ErrLastAdmin: nobody could manage accounts any more.
func (b *Book) SetRole(ctx context.Context, name string, role Role) error {
	if err := role.check(); err != nil {
		return err
	}
	return b.change(ctx, name, func(u *User) { u.Role = role })
}

// Disable keeps an account from logging in, or lets it again, and ends its sessions.
func (b *Book) Disable(ctx context.Context, name string, disabled bool) error {
	return b.change(ctx, name, func(u *User) { u.Disabled = disabled })
}

// change edits an account and ends its sessions.
func (b *Book) change(ctx context.Context, name string, edit func(*User)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := b.Get(ctx, name)
	if err != nil {
		return err
	}
	was := u
	edit(&u)
	if err := b.leavesAdmin(ctx, was, u); err != nil {
		return err
	}
	if err := b.keep(ctx, u); err != nil {
		return err
	}
	return b.endAll(ctx, u.Name, "")
}

// leavesAdmin refuses a change after which no admin could log in.
func (b *Book) leavesAdmin(ctx context.Context, was, is User) error {
	if !was.Ready() || was.Role != Admin || (is.Ready() && is.Role == Admin) {
		return nil
	}
	all, err := b.all(ctx)
	for _, other := range all {
		if other.Name != was.Name && other.Ready() && other.Role == Admin {
			return err
		}
	}
	return errors.Join(err, fmt.Errorf("the account %s: %w", was.Name, ErrLastAdmin))
}

func (b *Book) keep(ctx context.Context, u User) error { return b.write(ctx, userKeys+u.Name, u) }

func (b *Book) all(ctx context.Context) (map[string]User, error) {
	values, err := b.Values.List(ctx, userKeys)
	if err != nil {
		return nil, fmt.Errorf("list the accounts: %w", err)
	}
	all := make(map[string]User, len(values))
	for key, value := range values {
		var u User
		if err := json.Unmarshal(value, &u); err != nil {
			return nil, fmt.Errorf("read the account at %s: %w", key, err)
		}
		all[u.Name] = u
	}
	return all, nil
}

// read reads a value of JSON; store.ErrNotFound where there is none.
func (b *Book) read(ctx context.Context, key string, into any) error {
	value, err := b.Values.Get(ctx, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(value, into); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	return nil
}

func (b *Book) write(ctx context.Context, key string, what any) error {
	value, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("encode %s: %w", key, err)
	}
	return b.Values.Put(ctx, key, value)
}
