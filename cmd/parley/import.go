package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/contacts"
)

// importing takes contacts from a CSV file, with consent and its evidence.
type importing struct {
	folder
	File        string            `arg:"" help:"CSV file: phone, language, zone, consent with its evidence, attributes; the first row names the columns. With --codes: a code in each line." type:"existingfile"`
	Codes       string            `help:"In place of contacts: put codes into the pool of an offer." placeholder:"OFFER"`
	Map         map[string]string `help:"What a column of the file is here; - leaves it out. May be repeated." placeholder:"THEIRS=OURS"`
	SkipUnknown bool              `help:"Leave out columns that are neither known nor attributes of the program."`
	Country     string            `help:"Country of numbers that are written without one." default:"US" placeholder:"US"`
	TimesIn     string            `help:"Time zone of times that are written without one." default:"UTC" placeholder:"ZONE"`
	Refused     string            `help:"File to write the rows to that are refused, with the reasons." type:"path" placeholder:"FILE"`
	Enter       string            `help:"Workflow that the people enter who may; without it an import starts nothing." placeholder:"WORKFLOW"`
	Yes         bool              `help:"Let them enter without asking."`
	DryRun      bool              `help:"Only tell what would happen."`
	Program     string            `help:"Folder of the program, where the data folder has none yet." env:"PARLEY_PROGRAM" type:"path" placeholder:"DIR"`
	JSON        bool              `name:"json" help:"Print JSON."`
}

// imported is the report of an import.
type imported struct {
	contacts.Summary
	DryRun  bool        `json:"dry_run"`
	Outcome bot.Outcome `json:"outcome"`
}

// Run scans the file, and hands its contacts over in order of phone.
func (c *importing) Run(ctx context.Context, std streams) error {
	zone, err := time.LoadLocation(c.TimesIn)
	if err != nil {
		return fmt.Errorf("--times-in: %w", err)
	}
	if c.Country = strings.ToUpper(c.Country); !contacts.Country(c.Country) {
		return fmt.Errorf("--country %s is no country; write its two letters, such as US", c.Country)
	}
	if err := c.begin(ctx); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		if c.Codes != "" {
			return c.codes(ctx, std, d)
		}
		state, err := d.importState(ctx, "", "")
		if err != nil {
			return err
		}
		file, err := contacts.Open(c.File, contacts.Options{Map: c.Map, Unknown: c.SkipUnknown, Country: c.Country, Zone: zone,
			Now: state.Now, Fields: state.Fields})
		if err != nil {
			return err
		}
		return errors.Join(c.take(ctx, std, d, file), file.Close())
	})
}

// take scans the file and imports it.
func (c *importing) take(ctx context.Context, std streams, d *data, file *contacts.File) error {
	if err := c.scan(ctx, std, file); err != nil {
		return err
	}
	r := imported{Summary: file.Summary, DryRun: c.DryRun}
	if !c.JSON {
		c.tellFile(std.out, &r)
	}
	h := &handing{importing: c, data: d, file: file, std: std}
	var err error
	if c.DryRun || c.Enter != "" {
		if r.Outcome, err = h.try(ctx); err != nil {
			return err
		}
	}
	if !c.DryRun {
		if err := c.confirm(std, r.Outcome); err != nil {
			return err
		}
		if r.Outcome, err = h.store(ctx); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(r)
	}
	return c.tell(std.out, &r)
}
