package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// ask posts an announcement, once.
func (w *webhooks) ask(ctx context.Context, o store.Outgoing) error {
	webhook, ok := w.e.Program().Webhooks[o.Webhook]
	if !ok {
		return fmt.Errorf("the program has no webhook %q any more", o.Webhook)
	}
	secret, err := secretOf(webhook.Endpoint)
	if err != nil {
		return err
	}
	customers, err := w.e.Store.Customers(ctx, o.Phone)
	if err != nil {
		return err
	}
	body, err := webhookBody(&o, customers)
	if err != nil {
		return err
	}
	_, err = w.e.Poster.Do(ctx, hook.Post{URL: webhook.URL, Secret: secret, ID: o.ID, At: w.e.Now(), Body: body})
	return err
}

// webhookBody is what is posted: what happened to whom, and when.
func webhookBody(o *store.Outgoing, customers []string) ([]byte, error) {
	type person struct {
		Phone     fsm.Phone `json:"phone"`
		Customers []string  `json:"customer_ids,omitempty"`
		Version   uint64    `json:"version"` // the entry of the person's journal
		fsm.Details
	}
	body, err := json.Marshal(struct {
		ID        string    `json:"id"`
		Type      fsm.Kind  `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      person    `json:"data"`
	}{o.ID, o.Kind, o.At.Time(), person{o.Phone, customers, o.Version, o.Data}})
	if err != nil {
		return nil, fmt.Errorf("write what a webhook is told: %w", err)
	}
	return body, nil
}
