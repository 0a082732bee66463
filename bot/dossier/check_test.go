package dossier_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// This checks a file of JSON with nothing but the file, and none of Parley's own code: as a stranger
// would by what the file itself tells.

type object = map[string]any

// check gives what is wrong with a file, and how many hashes were taken.
func check(file []byte) (hashes int, err error) {
	c := &checker{}
	if err := c.seal(file); err != nil {
		return 0, err
	}
	var d object
	if err := json.Unmarshal(file, &d); err != nil {
		return 0, err
	}
	c.anchors(list(d["anchors"]))
	for _, life := range list(d["lives"]) {
		prev := ""
		for i, fact := range list(life["facts"]) {
			c.fact(fact, text(d["phone"]), life["erased"] == true, i+1, prev)
			prev = text(fact["hash"])
		}
	}
	return c.n, errors.Join(c.wrong...)
}

type checker struct {
	n     int
	roots map[float64]string
	wrong []error
}

func (c *checker) same(what, want, got string) {
	if c.n++; want != got {
		c.wrong = append(c.wrong, fmt.Errorf("%s: %q, want %q", what, got, want))
	}
}

// seal checks the file's last part.
func (c *checker) seal(file []byte) error {
	at := bytes.LastIndex(file, []byte(",\n  \"file\": "))
	if at < 0 {
		return errors.New("no seal")
	}
	if want := sealOf(file[:at]); want != string(file[at:]) {
		return fmt.Errorf("the seal is %q, want %q", file[at:], want)
	}
	return nil
}

// sealOf is the last part of a file that begins with so.
func sealOf(begin []byte) string {
	return fmt.Sprintf(",\n  \"file\": {\"bytes\":%d,\"sha256\":\"%x\"}\n}\n", len(begin), sha256.Sum256(begin))
}

func (c *checker) anchors(all []object) {
	c.roots = map[float64]string{}
	for i, a := range all {
		if i > 0 {
			c.same("anchor follows", text(all[i-1]["hash"]), text(a["prev"]))
		}
		lines := fmt.Sprintf("parley ledger anchor\nprev %s\nn %v\nat %d\nfrom %.0f\nto %.0f\nroot %s\n", text(a["prev"]), a["n"], millis(text(a["at"])), a["from"], a["to"], text(a["root"]))
		c.same("anchor", sum(lines), text(a["hash"]))
		n, _ := a["n"].(float64)
		c.roots[n] = text(a["root"])
	}
}

func (c *checker) fact(f object, phone string, erased bool, number int, prev string) {
	c.same("prev", prev, text(f["prev"]))
	digests, _ := f["digests"].(object)
	told := map[string]string{"phone": phone, "source": text(f["source"])}
	if by := text(f["by"]); by != "" {
		told["by"] = by
	}
	evidence, _ := f["evidence"].(object)
	for name, value := range evidence {
		told["evidence."+name] = text(value)
	}
	if erased {
		if len(evidence) > 0 || text(f["salt"]) != "" {
			c.wrong = append(c.wrong, errors.New("an erased entry tells something"))
		}
		told = nil
	} else if len(told) != len(digests) {
		c.wrong = append(c.wrong, errors.New("values are missing"))
	}
	for name, value := range told {
		c.same(name, sum(text(f["salt"])+"\n"+name+"\n"+value), text(digests[name]))
	}
	at, recorded := f["at"].(object), f["recorded_at"].(object)
	var b strings.Builder
	fmt.Fprintf(&b, "parley ledger entry\nprev %s\nnumber %d\nat %d\nrecorded %d\nfact %s\npurpose %s\neffect %s\n", prev, number,
		millis(text(at["utc"])), millis(text(recorded["utc"])), text(f["fact"]), text(f["purpose"]), text(f["effect"]))
	for _, name := range slices.Sorted(maps.Keys(digests)) {
		fmt.Fprintf(&b, "%s %s\n", text(digests[name]), name)
	}
	c.same("sealed", b.String(), text(f["sealed"]))
	c.same("hash", sum(b.String()), text(f["hash"]))
	if place, _ := f["place"].(object); place != nil {
		c.climb(text(f["hash"]), place)
	}
}

func (c *checker) climb(hash string, place object) {
	at := pair("00", hash, "")
	for _, step := range list(place["path"]) {
		if other := text(step["hash"]); step["left"] == true {
			at = pair("01", other, at)
		} else {
			at = pair("01", at, other)
		}
	}
	n, _ := place["anchor"].(float64)
	c.same("root", c.roots[n], at)
}

func pair(parts ...string) string {
	raw, _ := hex.DecodeString(strings.Join(parts, ""))
	return sum(string(raw))
}

func sum(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }

func text(v any) string {
	s, _ := v.(string)
	return s
}

func list(v any) (all []object) {
	values, _ := v.([]any)
	for _, one := range values {
		o, _ := one.(object)
		all = append(all, o)
	}
	return all
}

func millis(s string) int64 {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return -1
	}
	return t.UnixMilli()
}
