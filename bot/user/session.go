package user

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/store"
)

// How long a session lasts.
const (
	IdleFor     = 7 * 24 * time.Hour  // without being used
	SessionFor  = 30 * 24 * time.Hour // in any case
	touchEvery  = 10 * time.Minute    // use is written down at most this often
	maxSessions = 20                  // of one account; the oldest ends for a new one
)

// ErrSession says that a session has ended, or never was one.
var ErrSession = errors.New("not logged in")

const sessionKeys = "session/"

// Session is one browser in which somebody is logged in.
type Session struct {
	ID        string    `json:"-"` // hash of the secret, by which it can be ended
	User      string    `json:"user"`
	CreatedAt time.Time `json:"created_at"` // UTC
	SeenAt    time.Time `json:"seen_at"`    // UTC, to ten minutes
	Browser   string    `json:"browser"`    // as it calls itself, shortened
	Address   string    `json:"address"`
}

func (s Session) over(now time.Time) bool {
	return now.After(s.SeenAt.Add(IdleFor)) || now.After(s.CreatedAt.Add(SessionFor))
}

// Login opens a session for who knows a password, and gives its secret. Guesses are slowed down by account and address: *ThrottledError.
// ErrPassword: name and password do not go together.
func (b *Book) Login(ctx context.Context, name, password, address, browser string) (secret string, u User, err error) {
	name = Canonical(name)
	if err := b.throttle.begin(b.Now(), name, address); err != nil {
		return "", User{}, err
	}
	if u, err = b.verify(ctx, name, password); err != nil {
		return "", User{}, err
	}
	b.throttle.passed(name, address)
	secret, err = b.Open(ctx, u.Name, address, browser)
	return secret, u, err
}

// Open opens a session for an account whose owner is known to be there.
func (b *Book) Open(ctx context.Context, name, address, browser string) (secret string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := b.Get(ctx, name)
	if err != nil {
		return "", err
	}
	now := b.Now().UTC()
	if err := b.makeRoom(ctx, name); err != nil {
		return "", err
	}
	secret, key := draw(sessionKeys)
	err = b.write(ctx, key, Session{User: u.Name, CreatedAt: now, SeenAt: now, Browser: cut(browser, 200), Address: cut(address, 64)})
	if err != nil {
		return "", err
	}
	u.SeenAt = now
	return secret, b.keep(ctx, u)
}

// Check finds the account and session of a secret, or ErrSession.
func (b *Book) Check(ctx context.Context, secret string) (User, Session, error) {
	var s Session
	key := keyOf(sessionKeys, secret)
	err := b.read(ctx, key, &s)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && s.over(b.Now()):
		return User{}, Session{}, ErrSession
	case err != nil:
		return User{}, Session{}, err
	}
	u, err := b.Get(ctx, s.User)
	switch {
	case errors.Is(err, ErrUnknown), err == nil && !u.Ready():
		return User{}, Session{}, ErrSession
	case err != nil:
		return User{}, Session{}, err
	}
	s.ID = key[len(sessionKeys):]
	return u, s, b.touch(ctx, key, s)
}

// touch writes down that a session is used. One that has been ended meanwhile stays ended.
func (b *Book) touch(ctx context.Context, key string, s Session) error {
	now := b.Now().UTC()
	if now.Sub(s.SeenAt) < touchEvery {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var is Session
	if err := b.read(ctx, key, &is); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return ErrSession
		}
		return err
	}
	is.SeenAt = now
	return b.write(ctx, key, is)
}

// Sessions lists an account's sessions, the one used last first.
func (b *Book) Sessions(ctx context.Context, name string) ([]Session, error) {
	values, err := b.Values.List(ctx, sessionKeys)
	if err != nil {
		return nil, fmt.Errorf("list the sessions: %w", err)
	}
	var list []Session
	for key, value := range values {
		var s Session
		if err := json.Unmarshal(value, &s); err != nil {
			return nil, fmt.Errorf("read the session at %s: %w", key, err)
		}
		if s.ID = key[len(sessionKeys):]; s.User == Canonical(name) && !s.over(b.Now()) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(x, y Session) int { return y.SeenAt.Compare(x.SeenAt) })
	return list, nil
}

// End ends one session of an account; it is no error if it has ended already.
func (b *Book) End(ctx context.Context, name, id string) error {
	list, err := b.Sessions(ctx, name)
	if err != nil || !slices.ContainsFunc(list, func(s Session) bool { return s.ID == id }) {
		return err
	}
	return b.Values.Put(ctx, sessionKeys+id, nil)
}

// EndAll ends all sessions of an account but one.
func (b *Book) EndAll(ctx context.Context, name, but string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.endAll(ctx, Canonical(name), but)
}

func (b *Book) endAll(ctx context.Context, name, but string) error {
	list, err := b.Sessions(ctx, name)
	for _, s := range list {
		if s.ID != but {
			err = errors.Join(err, b.Values.Put(ctx, sessionKeys+s.ID, nil))
		}
	}
	return err
}

// makeRoom ends the sessions of an account that are one too many, and takes away all that are over.
func (b *Book) makeRoom(ctx context.Context, name string) error {
	values, err := b.Values.List(ctx, sessionKeys)
	if err != nil {
		return fmt.Errorf("list the sessions: %w", err)
	}
	for key, value := range values {
		var s Session
		if json.Unmarshal(value, &s) == nil && !s.over(b.Now()) {
			continue
		}
		if err := b.Values.Put(ctx, key, nil); err != nil {
			return err
		}
	}
	list, err := b.Sessions(ctx, name)
	for i := maxSessions - 1; i < len(list); i++ {
		err = errors.Join(err, b.Values.Put(ctx, sessionKeys+list[i].ID, nil))
	}
	return err
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
