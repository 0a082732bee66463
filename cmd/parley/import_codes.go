package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/parley-sms/parley/handlers/admin"
	"github.com/parley-sms/parley/store"
)

// codesAtOnce is how many codes one request has.
const codesAtOnce = 5000

// codesReport is what came of a file of codes.
type codesReport struct {
	Offer   string              `json:"offer"`
	Taken   int                 `json:"taken"`
	Refused []store.RefusedCode `json:"refused"`
}

// codes puts the codes of a file, one to a line, into the pool of an offer. What was taken before is
// refused, so a file can be imported again after a failure.
func (c *importing) codes(ctx context.Context, std streams, d *data) error {
	r := codesReport{Offer: c.Codes, Refused: []store.RefusedCode{}}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("read the codes: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for more := true; more; {
		ask := admin.NewCodes{Offer: c.Codes}
		for more = lines.Scan(); more; more = lines.Scan() {
			if code := strings.TrimSpace(lines.Text()); code != "" {
				ask.Codes = append(ask.Codes, code)
			}
			if len(ask.Codes) == codesAtOnce {
				break
			}
		}
		if err := lines.Err(); err != nil {
			return fmt.Errorf("read the codes: %w", err)
		}
		var refused admin.RefusedCodes
		if err := d.call(ctx, http.MethodPost, "/codes", ask, &refused); err != nil {
			return err
		}
		r.Taken += len(ask.Codes) - len(refused.Refused)
		r.Refused = append(r.Refused, refused.Refused...)
	}
	return c.tellCodes(std, r)
}

// tellCodes prints what came of it.
func (c *importing) tellCodes(std streams, r codesReport) error {
	if c.JSON {
		if err := json.NewEncoder(std.out).Encode(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(std.out, "%d codes are in the pool of %s now; %d were refused.\n", r.Taken, r.Offer, len(r.Refused))
		for _, code := range r.Refused {
			fmt.Fprintf(std.err, "%s: %s\n", code.Code, code.Why)
		}
	}
	if len(r.Refused) > 0 {
		return errFindings
	}
	return nil
}
