package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// answered reads the event that a call was answered with. An answer without a body is none, and well;
// one that is no event of the program is an error.
func answered(p *fsm.Program, id string, answer []byte, now fsm.Moment) (*fsm.Happened, error) {
	if len(bytes.TrimSpace(answer)) == 0 {
		return nil, nil
	}
	var event struct {
		Type string         `json:"type"`
		Data map[string]any `json:"data"`
	}
	dec := json.NewDecoder(bytes.NewReader(answer))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&event); err != nil {
		return nil, fmt.Errorf(`the answer is no event such as {"type": "tier", "data": {"name": "gold"}}: %w`, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the answer goes on behind its event")
	}
	if strings.TrimSpace(event.Type) == "" {
		return nil, errors.New("the answer's event has no type")
	}
	for name, value := range event.Data {
		switch value.(type) {
		case nil, string, float64, bool:
		default:
			return nil, fmt.Errorf("the answer's data.%.40s is nested; it must be a string, number or boolean", name)
		}
	}
	if field, why := p.EventFault(event.Type, event.Data); why != "" {
		return nil, fmt.Errorf("the answer's event %.40s: %s %s", event.Type, field, why)
	}
	return &fsm.Happened{ID: id, Type: event.Type, At: now, Data: event.Data}, nil
}
