package user

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-sms/parley/store/memstore"
)

const good = "correct horse battery"

// rig is accounts with a clock that tests move.
type rig struct {
	*testing.T
	*Book
	now time.Time
	ctx context.Context
}

func newRig(t *testing.T) *rig {
	r := &rig{T: t, now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), ctx: t.Context()}
	r.Book = &Book{Values: memstore.New(), Now: func() time.Time { return r.now }}
	return r
}

// made is an account that can log in.
func (r *rig) made(name string, role Role) {
	r.Helper()
	secret, err := r.Add(r.ctx, name, role, "test")
	if err == nil {
		_, err = r.Accept(r.ctx, secret, "", good)
	}
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) login(name, password string) (string, error) {
	secret, _, err := r.Login(r.ctx, name, password, "192.0.2.1", "Firefox")
	return secret, err
}

func (r *rig) wants(got, want error) {
	r.Helper()
	if !errors.Is(got, want) {
		r.Errorf("got %v, want %v", got, want)
	}
}

// Ensure the first account is an admin, made once, by a link that is good as long as there is none.
func TestFirst(t *testing.T) {
	r := newRig(t)
	old, _ := r.First(r.ctx)
	secret, err := r.First(r.ctx)
	if err != nil || secret == "" {
		t.Fatalf("%q, %v", secret, err)
	}
	_, err = r.Accept(r.ctx, old, "ada", good)
	r.wants(err, ErrInvite) // a newer one was made
	if _, err := r.Accept(r.ctx, secret, "ada", "short"); err == nil {
		t.Error("a short password was taken")
	}
	u, err := r.Accept(r.ctx, secret, " Ada ", good)
	if err != nil || u.Name != "ada" || u.Role != Admin {
		t.Fatalf("%+v, %v", u, err)
	}
	_, err = r.Accept(r.ctx, secret, "eve", good)
	r.wants(err, ErrInvite)
	if secret, err := r.First(r.ctx); secret != "" || err != nil {
		t.Errorf("another first account: %q, %v", secret, err)
	}
}

// Ensure who is invited sets the password himself, once and in time, and that the link cannot be used for another account.
func TestInvite(t *testing.T) {
	r := newRig(t)
	secret, err := r.Add(r.ctx, "bob", Agent, "ada")
	if err != nil {
		t.Fatal(err)
	}
	if name, err := r.Invited(r.ctx, secret); name != "bob" || err != nil {
		t.Errorf("whose: %q, %v", name, err)
	}
	_, err = r.login("bob", "")
	r.wants(err, ErrPassword) // no password yet
	u, err := r.Accept(r.ctx, secret, "ada", good)
	if err != nil || u.Name != "bob" || u.Role != Agent {
		t.Errorf("%+v, %v", u, err)
	}
	again, _ := r.Invite(r.ctx, "bob")
	r.now = r.now.Add(InviteFor)
	_, err = r.Accept(r.ctx, again, "", good)
	r.wants(err, ErrInvite)
	_, err = r.Add(r.ctx, "BOB", Agent, "ada")
	r.wants(err, ErrTaken)
	for _, bad := range []string{"", "a b", "é", "-x", strings.Repeat("a", 61)} {
		if _, err := r.Add(r.ctx, bad, Agent, "ada"); err == nil {
			t.Errorf("%q names an account", bad)
		}
	}
	if _, err := r.Add(r.ctx, "x", "boss", "ada"); err == nil {
		t.Error("there is no role boss")
	}
}

// Ensure a session ends when it is idle, old, logged out, and when the account's password, role or standing changes.
func TestSessions(t *testing.T) {
	r := newRig(t)
	r.made("root", Admin)
	for name, end := range map[string]func(id string) error{
		"idle":     func(string) error { r.now = r.now.Add(IdleFor + time.Minute); return nil },
		"logout":   func(id string) error { return r.End(r.ctx, "ada", id) },
		"all":      func(string) error { return r.EndAll(r.ctx, "ada", "") },
		"role":     func(string) error { return r.SetRole(r.ctx, "ada", Marketer) },
		"disabled": func(string) error { return r.Disable(r.ctx, "ada", true) },
		"password": func(string) error {
			secret, err := r.Invite(r.ctx, "ada")
			if err == nil {
				_, err = r.Accept(r.ctx, secret, "", good+"!")
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRigOf(t, r)
			secret, err := r.login("ada", good)
			if err != nil {
				t.Fatal(err)
			}
			u, s, err := r.Check(r.ctx, secret)
			if err != nil || u.Name != "ada" || s.Browser != "Firefox" {
				t.Fatalf("%+v %+v %v", u, s, err)
			}
			if err := end(s.ID); err != nil {
				t.Fatal(err)
			}
			_, _, err = r.Check(r.ctx, secret)
			r.wants(err, ErrSession)
		})
	}
}

// newRigOf is a rig for one case, with ada anew.
func newRigOf(t *testing.T, r *rig) *rig {
	t.Helper()
	one := &rig{T: t, Book: r.Book, ctx: t.Context(), now: r.now}
	if err := r.Values.Put(r.ctx, userKeys+"ada", nil); err != nil {
		t.Fatal(err)
	}
	one.made("ada", Agent)
	return one
}

// Ensure a session in use lives on, but not for ever.
func TestUse(t *testing.T) {
	r := newRig(t)
	r.made("ada", Agent)
	secret, _ := r.login("ada", good)
	for day := range 30 {
		r.now = r.now.Add(24*time.Hour - time.Second)
		if _, _, err := r.Check(r.ctx, secret); err != nil {
			t.Fatalf("on day %d: %v", day, err)
		}
	}
	r.now = r.now.Add(time.Minute)
	_, _, err := r.Check(r.ctx, secret)
	r.wants(err, ErrSession)
	if list, err := r.Sessions(r.ctx, "ada"); len(list) != 0 || err != nil {
		t.Errorf("%v, %v", list, err)
	}
}

// Ensure guesses are slowed down more and more, that neither the right password nor another address is a way around, and
// that the owner gets in when he waits.
func TestGuesses(t *testing.T) {
	r := newRig(t)
	r.made("ada", Agent)
	for range freeGuesses {
		_, err := r.login("ada", "wrong")
		r.wants(err, ErrPassword)
	}
	var slow *ThrottledError
	if _, err := r.login("ada", good); !errors.As(err, &slow) || slow.For != firstDelay {
		t.Fatalf("the sixth: %v", err)
	}
	r.now = r.now.Add(slow.For)
	_, err := r.login("ada", "wrong")
	r.wants(err, ErrPassword)
	if _, _, err := r.Login(r.ctx, "ADA", good, "198.51.100.7", ""); !errors.As(err, &slow) || slow.For != 2*firstDelay {
		t.Fatalf("the seventh: %v", err)
	}
	r.now = r.now.Add(slow.For)
	if _, err := r.login("ada", good); err != nil {
		t.Fatal(err)
	}
	if _, err := r.login("ada", good); err != nil {
		t.Errorf("at once again: %v", err)
	}
}

// Ensure guesses that are made at once are slowed down like those that follow one another.
func TestGuessesAtOnce(t *testing.T) {
	r := newRig(t)
	r.made("ada", Agent)
	var looked atomic.Int64
	var all sync.WaitGroup
	for range 4 * freeGuesses {
		all.Go(func() {
			if _, err := r.login("ada", "wrong"); errors.Is(err, ErrPassword) {
				looked.Add(1)
			}
		})
	}
	all.Wait()
	if n := looked.Load(); n != freeGuesses {
		t.Errorf("%d guesses at once were looked at, want %d", n, freeGuesses)
	}
}

// Ensure an account that is not there takes as long and answers as one that is.
func TestNobody(t *testing.T) {
	r := newRig(t)
	_, err := r.login("nobody", good)
	r.wants(err, ErrPassword)
}

// Ensure somebody who can manage accounts always stays.
func TestLastAdmin(t *testing.T) {
	r := newRig(t)
	r.made("ada", Admin)
	r.wants(r.SetRole(r.ctx, "ada", Agent), ErrLastAdmin)
	r.wants(r.Disable(r.ctx, "ada", true), ErrLastAdmin)
	if _, err := r.Add(r.ctx, "bob", Admin, "ada"); err != nil {
		t.Fatal(err)
	}
	r.wants(r.Disable(r.ctx, "ada", true), ErrLastAdmin) // bob has no password yet
	r.made("eve", Admin)
	r.wants(r.Disable(r.ctx, "ada", true), nil)
}

// Ensure neither a password nor what opens a session or link is kept.
func TestNoSecrets(t *testing.T) {
	r := newRig(t)
	invite, _ := r.Add(r.ctx, "bob", Agent, "ada")
	r.made("ada", Admin)
	session, _ := r.login("ada", good)
	values, err := r.Values.List(r.ctx, "")
	if err != nil || len(values) != 4 {
		t.Fatalf("%d values, %v", len(values), err)
	}
	for key, value := range values {
		for _, secret := range []string{good, invite, session} {
			if strings.Contains(key+string(value), secret) {
				t.Errorf("%s holds a secret", key)
			}
		}
	}
}

// Ensure abilities are given to roles as they are meant, and none to a role that there is not.
func TestRoles(t *testing.T) {
	for role, want := range map[Role]string{Agent: "talk", Marketer: "see propose", Approver: "see propose approve prove",
		Admin: "talk see propose approve prove manage", "boss": ""} {
		var may []string
		for _, a := range []Ability{Talk, See, Propose, Approve, Prove, Manage} {
			if role.May(a) {
				may = append(may, string(a))
			}
		}
		if got := strings.Join(may, " "); got != want {
			t.Errorf("%s may %s, want %s", role, got, want)
		}
	}
}

// Ensure a hash that somebody damaged matches nothing.
func TestDamagedHash(t *testing.T) {
	whole := hashPassword(good)
	if !matches(good, whole) || matches(good+"x", whole) {
		t.Fatal("a whole hash does not tell passwords apart")
	}
	for i := range whole {
		if matches(good, whole[:i]) {
			t.Errorf("%q matches", whole[:i])
		}
	}
	for _, bad := range []string{"$argon2id$v=19$m=0,t=0,p=0$$", "$argon2id$v=19$m=1,t=1,p=x$a$b", "$bcrypt$v=19$m=8,t=1,p=1$YQ$YQ"} {
		if matches("", bad) {
			t.Errorf("%q matches", bad)
		}
	}
}
