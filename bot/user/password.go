package user

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The bounds of a password, in characters and bytes. There are no other rules: length is what counts.
const (
	MinPassword = 10
	maxPassword = 1024
)

// The cost of argon2id, by the second recommended option of RFC 9106, with less memory and more passes so that a small machine
// bears a few logins at once: about 50 ms and 32 MB each.
const (
	passes  = 3
	memory  = 32 << 10 // KiB
	threads = 2
	keySize = 32
)

// hashing bounds how many passwords are hashed at the same time, since each takes memory.
var hashing = make(chan struct{}, 4)

// ErrPassword says that a name and a password do not belong together, or that the account may not log in. It does not say which.
var ErrPassword = errors.New("this name and password do not go together")

// CheckPassword says what is wrong with a new password.
func CheckPassword(password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return fmt.Errorf("the password has %d characters; it must have %d or more. A few words in a row are easy to remember", n, MinPassword)
	case len(password) > maxPassword:
		return fmt.Errorf("the password is longer than %d bytes", maxPassword)
	}
	return nil
}

// hashPassword gives the PHC string of a password with a fresh salt.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(derive(password, salt, passes, memory, threads)))
}

func derive(password string, salt []byte, t, m uint32, p uint8) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, t, m, p, keySize)
}

// matches tells whether a password has a hash, whatever cost it was made with.
func matches(password, hash string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var t, m uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || t == 0 || p == 0 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return err1 == nil && err2 == nil && len(want) == keySize && subtle.ConstantTimeCompare(derive(password, salt, t, m, p), want) == 1
}

// nobody is compared with where there is no account, so that the time it takes tells nothing.
var nobody = sync.OnceValue(func() string { return hashPassword("nobody has this password") })

// verify finds the account of a name and password, or ErrPassword.
func (b *Book) verify(ctx context.Context, name, password string) (User, error) {
	u, err := b.Get(ctx, name)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return User{}, err
	}
	hash := u.Hash
	if !u.Ready() {
		hash = nobody()
	}
	if len(password) > maxPassword || !matches(password, hash) || !u.Ready() {
		return User{}, ErrPassword
	}
	return u, nil
}

// ChangePassword gives an account another password, and ends its sessions but the one in which that is done.
// ErrPassword: the old one is wrong; guesses are slowed down like logins.
func (b *Book) ChangePassword(ctx context.Context, name, old, password, session string) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	if err := b.throttle.begin(b.Now(), name, ""); err != nil {
		return err
	}
	if _, err := b.verify(ctx, name, old); err != nil {
		return err
	}
	b.throttle.passed(name, "")
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := b.Get(ctx, name)
	if err != nil {
		return err
	}
	u.Hash, u.PassedAt = hashPassword(password), b.Now().UTC()
	if err := b.keep(ctx, u); err != nil {
		return err
	}
	return b.endAll(ctx, u.Name, session)
}
