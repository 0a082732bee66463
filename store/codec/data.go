package codec

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// checkData refuses values whose Go type would be another one after a round trip.
func checkData(r *fsm.Record) error {
	if err := checkMap("attribute", r.Attributes); err != nil {
		return err
	}
	for i := range r.Runs {
		if err := checkMap("run data", r.Runs[i].Data); err != nil {
			return err
		}
	}
	for i := range r.Events {
		if err := checkMap("event data", r.Events[i].Data); err != nil {
			return err
		}
	}
	for i := range r.Calendar {
		if f := r.Calendar[i].Fact; f != nil {
			if err := checkMap("event data", f.Data); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkMap(what string, data map[string]any) error {
	for name, value := range data {
		switch value.(type) {
		case nil, string, float64, bool:
		default:
			return fmt.Errorf("encode a record: %s %q is of type %T, it must be a string, float64 or bool", what, name, value)
		}
	}
	return nil
}
