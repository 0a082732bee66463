package draft

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/store/memstore"
)

func packed(t *testing.T) []byte {
	p, err := deploy.Pack(fstest.MapFS{"program.yaml": {Data: []byte("brand: Acme\n")}, "workflows/a.yaml": {Data: []byte("workflow: a\n")}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func book(t *testing.T) *Book {
	b := &Book{Values: memstore.New(), Now: time.Now}
	if _, err := b.Begin(t.Context(), "sale", "ann", 3, packed(t)); err != nil {
		t.Fatal(err)
	}
	return b
}

// Ensure of two people who change one file the second is refused with the first one's text, while other files go on.
func TestSave(t *testing.T) {
	b := book(t)
	d, err := b.Get(t.Context(), "sale")
	if err != nil || d.From != 3 || d.By != "ann" || strings.Join(d.Names(), " ") != "program.yaml workflows/a.yaml" {
		t.Fatalf("%+v, %v", d, err)
	}
	read := d.Mark("workflows/a.yaml")
	if d, err = b.Save(t.Context(), "sale", "workflows/a.yaml", read, "workflow: b\r\n\r\n", "ann"); err != nil || d.Files["workflows/a.yaml"] != "workflow: b\n" {
		t.Fatalf("%+v, %v", d, err)
	}
	if d, err = b.Save(t.Context(), "sale", "workflows/a.yaml", read, "workflow: c\n", "bea"); !errors.Is(err, ErrNewer) || d.Files["workflows/a.yaml"] != "workflow: b\n" || d.By != "ann" {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err = b.Save(t.Context(), "sale", "workflows/a.yaml", read, "workflow: b\n", "bea"); err != nil {
		t.Errorf("the same text is no conflict: %v", err)
	}
	if d, err = b.Save(t.Context(), "sale", "tests/new.yaml", "", "tests: []\n", "bea"); err != nil || d.By != "bea" {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err = b.Save(t.Context(), "sale", "workflows/a.yaml", d.Mark("workflows/a.yaml"), " \n", "bea"); err != nil || len(d.Files) != 2 {
		t.Errorf("%+v, %v", d, err)
	}
	folder, err := d.Packed()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := deploy.Unpack(folder); err != nil || fstest.TestFS(again, "program.yaml", "tests/new.yaml") != nil {
		t.Error(err)
	}
}

// Ensure what can be no draft, and no file of one, is refused, and everything has its bound.
func TestRefused(t *testing.T) {
	b := book(t)
	for _, name := range []string{"", "A", "a/b", "-", strings.Repeat("x", 41), "../x"} {
		if _, err := b.Begin(t.Context(), name, "ann", 1, packed(t)); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
		if _, err := b.Get(t.Context(), name); !errors.Is(err, ErrNone) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, file := range []string{"", "x.yaml", "workflows/../program.yaml", "workflows/a.yml", "/program.yaml", "tests/a b.yaml"} {
		if _, err := b.Save(t.Context(), "sale", file, "", "x", "ann"); !errors.Is(err, ErrFile) {
			t.Errorf("%q: %v", file, err)
		}
	}
	if _, err := b.Save(t.Context(), "sale", "workflows/b.yaml", "", strings.Repeat("x", program.MaxFileSize+1), "ann"); !errors.Is(err, ErrLarge) {
		t.Error(err)
	}
	for i := 1; i < MaxDrafts; i++ {
		if _, err := b.Begin(t.Context(), fmt.Sprint("d", i), "ann", 1, packed(t)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Begin(t.Context(), "more", "ann", 1, packed(t)); !errors.Is(err, ErrMany) {
		t.Error(err)
	}
	if _, err := b.Begin(t.Context(), "sale", "ann", 1, packed(t)); !errors.Is(err, ErrTaken) {
		t.Error(err)
	}
	if err := b.Remove(t.Context(), "sale"); err != nil {
		t.Error(err)
	}
	if err := b.Remove(t.Context(), "sale"); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
}
