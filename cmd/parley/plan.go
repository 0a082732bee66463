package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/parley-sms/parley/bot/deploy"
)

// plan tells what a program would do to the people inside the live one.
type plan struct {
	folder
	Dir  string `arg:"" help:"Folder of the program." type:"path"`
	JSON bool   `name:"json" help:"Print JSON."`

	Picture  string `help:"Print the steps of --workflow instead, before and after, as mermaid, dot or svg." enum:"mermaid,dot,svg," default:""`
	Workflow string `help:"Of --picture: the workflow." placeholder:"NAME"`
}

// Run prints the plan. It changes nothing.
func (p *plan) Run(ctx context.Context, std streams) error {
	if err := p.holds(); err != nil {
		return err
	}
	order, err := ordered(p.Dir)
	if err != nil {
		return err
	}
	order.Picture, order.Workflow = p.Picture, p.Workflow
	return p.with(ctx, func(d *data) error {
		var proposal deploy.Proposal
		if err := d.call(ctx, http.MethodPost, "/plan", order, &proposal); err != nil {
			return err
		}
		return p.show(std, proposal)
	})
}

func (p *plan) show(std streams, proposal deploy.Proposal) error {
	switch {
	case p.JSON:
		if err := json.NewEncoder(std.out).Encode(proposal); err != nil {
			return err
		}
	case p.Picture != "" && proposal.Usable():
		fmt.Fprintln(std.out, strings.TrimSpace(proposal.Picture))
	default:
		propose(std, proposal)
		if proposal.Usable() && !proposal.Plan.Nothing() {
			fmt.Fprintf(std.out, "\nTo make it live: parley deploy %s --data %s --hash %s\n", p.Dir, p.Data, proposal.Plan.Hash)
		}
	}
	if !proposal.Usable() {
		return errFindings
	}
	return nil
}

// ordered packs a program folder.
func ordered(dir string) (deploy.Order, error) {
	if _, err := os.Stat(dir); err != nil {
		return deploy.Order{}, fmt.Errorf("open the program: %w", err)
	}
	packed, err := deploy.Pack(os.DirFS(dir))
	if err != nil {
		return deploy.Order{}, err
	}
	return deploy.Order{Program: packed, Folder: dir}, nil
}

// propose prints what is wrong with a program, and its plan.
func propose(std streams, p deploy.Proposal) {
	for _, f := range p.Findings {
		fmt.Fprintln(std.err, f.Error())
	}
	if p.Usable() {
		fmt.Fprintf(std.out, "%s\nplan %s\n", p.Text, p.Plan.Hash)
	}
}
