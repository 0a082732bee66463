package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/search"
)

// restore installs a backup, tells what it would send, and lets it go on.
type restore struct {
	folder
	File string `arg:"" optional:"" help:"Backup to put into the data folder, which must hold no data." type:"path"`
	List bool   `help:"Tell what a restored server would send."`
	Go   bool   `help:"Let a restored server go on as soon as everything is reconciled with the carrier."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run does what was asked, in this order.
func (r *restore) Run(ctx context.Context, std streams) error {
	if r.File == "" && !r.List && !r.Go {
		return errors.New("give a backup to restore, or --list or --go for a data folder that was restored")
	}
	if r.File != "" {
		if err := boltstore.Restore(r.Data, r.File); err != nil {
			return err // it names the file and the folder
		}
		if err := search.Remove(r.Data); err != nil { // of the data that was there before
			return err
		}
		fmt.Fprintf(std.err, "%[1]s is restored into %[2]s, in quarantine: nothing is sent until you let it go on.\n"+
			"  parley serve --data %[2]s …           reconciles with the carrier\n"+
			"  parley restore --data %[2]s --list    tells what would be sent\n"+
			"  parley restore --data %[2]s --go      lets it go on\n", r.File, r.Data)
	}
	if err := r.holds(); err != nil {
		return err
	}
	return r.with(ctx, func(d *data) error {
		if r.List {
			if err := r.list(ctx, std, d); err != nil {
				return err
			}
		}
		if !r.Go {
			return nil
		}
		if err := d.call(ctx, http.MethodPost, "/quarantine/go", nil, &struct{}{}); err != nil {
			return err
		}
		fmt.Fprintln(std.out, "It goes on as soon as everything is reconciled with the carrier.")
		return nil
	})
}

// list tells what would be sent.
func (r *restore) list(ctx context.Context, std streams, d *data) error {
	var held bot.HeldBack
	if err := d.call(ctx, http.MethodGet, "/quarantine", nil, &held); err != nil {
		return err
	}
	if r.JSON {
		return json.NewEncoder(std.out).Encode(held)
	}
	if !held.Quarantine {
		fmt.Fprintln(std.out, "The data is not in quarantine.")
		return nil
	}
	fmt.Fprintf(std.out, "In quarantine. %d texts would go out at once, %d subscribers have something due within a day, %d texts are in doubt.\n",
		len(held.Texts), held.Timers, held.InDoubt)
	if held.Go {
		fmt.Fprintln(std.out, "It may go on: it does as soon as everything is reconciled with the carrier.")
	}
	for _, t := range held.Texts {
		note := ""
		if t.MaybeSent {
			note = "\t(perhaps sent after the backup; then not again)"
		}
		fmt.Fprintf(std.out, "%s\t%s\tfrom %s\tsince %s%s\n", t.Phone, t.Name, t.Sender, t.Since.Time().Format(time.RFC3339), note)
	}
	return nil
}
