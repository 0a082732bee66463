package fsm

import (
	"strconv"
	"strings"
)

// set says what is known of the person: "set birthday=1990-05-01 zone=Asia/Tokyo language=es"; an
// attribute without a value is removed.
func (s *scenario) set(line string) error {
	e := Attributes{Source: "api", Set: map[string]any{}}
	for _, field := range strings.Fields(line) {
		name, value, _ := strings.Cut(field, "=")
		n, err := strconv.ParseFloat(value, 64)
		switch {
		case name == "zone":
			e.Zone = value
		case name == "language":
			e.Language = value
		case value == "":
			e.Set[name] = nil
		case err == nil:
			e.Set[name] = n
		default:
			e.Set[name] = value
		}
	}
	s.d.do(e)
	return nil
}
