package boltstore_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// victimDir tells a process of this test binary to be the one that is killed.
const victimDir = "BOLTSTORE_VICTIM_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimDir); dir != "" {
		if err := victim(dir, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// crashPhones are what the victim updates, each from a goroutine of its own.
func crashPhones() []fsm.Phone {
	return []fsm.Phone{"+15005550000", "+15005550001", "+15005550002", "+15005550003", "+15005550004", "+15005550005"}
}

// victim updates until it is killed, and says of each update that it has been acknowledged.
func victim(dir string, out io.Writer) error {
	s, err := boltstore.Open(dir)
	if err != nil {
		return err
	}
	said := make(chan string)
	for _, phone := range crashPhones() {
		go func() {
			for {
				d, err := s.Update(context.Background(), phone, bump)
				if err != nil {
					panic(err)
				}
				said <- fmt.Sprintln(phone, d.Next.Version)
			}
		}()
	}
	for line := range said {
		if _, err := io.WriteString(out, line); err != nil {
			return err
		}
	}
	return nil
}

// Ensure that a process killed at any moment leaves every acknowledged update on the disk, at most
// one more of each phone, and a file that opens at once.
func TestKill(t *testing.T) {
	const rounds = 12
	dir := t.TempDir()
	acknowledged := map[fsm.Phone]uint64{}
	unheard := 0
	for range rounds {
		kill(t, dir, 1+rand.IntN(150), acknowledged)
		s := open(t, dir)
		for _, phone := range crashPhones() {
			heard := acknowledged[phone]
			stored := checked(t, s, phone)
			if stored < heard || stored > heard+1 {
				t.Errorf("%s: version %d is stored, %d was acknowledged", phone, stored, heard)
			}
			unheard += int(stored - heard)
			acknowledged[phone] = stored
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	verified(t, open(t, dir))
	total := uint64(0)
	for _, n := range acknowledged {
		total += n
	}
	t.Logf("killed %d times: %d updates stored, none lost, %d of them not yet acknowledged", rounds, total, unheard)
}

// kill starts a victim, listens to so many acknowledgements, kills it, and hears it out.
func kill(t *testing.T, dir string, after int, acknowledged map[fsm.Phone]uint64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	lines := bufio.NewScanner(out)
	for n := 1; lines.Scan(); n++ {
		var phone fsm.Phone
		var version uint64
		if _, err := fmt.Sscan(lines.Text(), &phone, &version); err == nil {
			acknowledged[phone] = max(acknowledged[phone], version)
		}
		if n >= after {
			once.Do(func() { cmd.Process.Kill() })
		}
	}
	cmd.Wait() // it was killed
}

// checked gives a phone's version, and fails the test unless its rows go with it.
func checked(t *testing.T, s store.Store, phone fsm.Phone) uint64 {
	t.Helper()
	r, err := s.Record(context.Background(), phone)
	if err != nil {
		return 0
	}
	messages, err := s.Messages(context.Background(), phone, 0, int(r.Version)+1)
	if uint64(len(messages)) != r.Version || err != nil {
		t.Errorf("%s: %d messages at version %d: %v", phone, len(messages), r.Version, err)
	}
	journal, err := s.Journal(context.Background(), phone, 0, int(r.Version)+1)
	if uint64(len(journal)) != r.Version || err != nil {
		t.Errorf("%s: %d entries at version %d: %v", phone, len(journal), r.Version, err)
	}
	return r.Version
}
