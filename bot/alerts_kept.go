package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const alertsKey = "alerts"

// keptAlerts is what alerts remember over a restart, so that one that lasts is told of once, and its end too.
type keptAlerts struct {
	Lasting []Alert               `json:"lasting"`
	Heard   map[string]fsm.Moment `json:"heard"`
}

// Heard is told that a source of the program posted something that was believed.
func (e *Engine) Heard(source string) {
	e.alerts.mu.Lock()
	defer e.alerts.mu.Unlock()
	e.alerts.heard[source] = fsm.At(e.Now())
	e.alerts.unkept = true
	e.alerts.new.Store(true)
}

// keep writes down what has changed.
func (a *alerts) keep(ctx context.Context) error {
	if !a.unkept {
		return nil
	}
	value, err := json.Marshal(keptAlerts{inOrder(a.active), a.heard})
	if err == nil {
		err = a.e.Store.Put(ctx, alertsKey, value)
	}
	if err != nil {
		return fmt.Errorf("keep the alerts: %w", err)
	}
	a.unkept = false
	return nil
}

// loadAlerts reads what was kept.
func (e *Engine) loadAlerts(ctx context.Context) error {
	value, err := e.Store.Get(ctx, alertsKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	var kept keptAlerts
	if err == nil {
		err = json.Unmarshal(value, &kept)
	}
	if err != nil {
		return fmt.Errorf("read the alerts: %w", err)
	}
	for _, alert := range kept.Lasting {
		e.alerts.active[[2]string{alert.Rule, alert.About}] = alert
	}
	for source, at := range kept.Heard {
		e.alerts.heard[source] = at
	}
	return nil
}
