package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-sms/parley/store"
)

// Ensure that acts of the staff are numbered in their order and listed from the newest on, page by page.
func tryAudit(t *testing.T, s store.Store) {
	ctx := context.Background()
	list, err := s.Acts(ctx, 0, 10)
	compare(t, "acts of nobody", []store.Act(nil), list, err)
	var want []store.Act
	for i := range 5 {
		act := store.Act{Number: 99, At: 7, Who: "ada", Did: fmt.Sprint("did ", i), From: "192.0.2.1", Detail: "d"}
		if err := s.Note(ctx, act); err != nil {
			t.Fatal(err)
		}
		act.Number = uint64(i + 1)
		want = append([]store.Act{act}, want...)
	}
	list, err = s.Acts(ctx, 0, 10)
	compare(t, "all acts", want, list, err)
	list, err = s.Acts(ctx, 0, 2)
	compare(t, "the newest", want[:2], list, err)
	list, err = s.Acts(ctx, list[1].Number, 2)
	compare(t, "the page behind", want[2:4], list, err)
	list, err = s.Acts(ctx, 1, 2)
	compare(t, "behind the first", []store.Act(nil), list, err)
	if err := s.Note(ctx, store.Act{Detail: strings.Repeat("x", 1<<20)}); err == nil {
		t.Error("an act of a megabyte was kept")
	}
}
