package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/user"
	"strings"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// deployment makes another program the live one, or an older revision again, and pauses workflows.
type deployment struct {
	folder
	Dir      string `arg:"" optional:"" help:"Folder of the program." type:"path"`
	Revision string `help:"In place of DIR: the number or hash of a revision to go back to." placeholder:"R"`
	Hash     string `help:"Hash of the plan, as it was shown: it is made only if it is the plan still."`
	Message  string `help:"Why; kept with the revision."`
	JSON     bool   `name:"json" help:"Print JSON."`

	List   bool   `help:"List all revisions and what is paused."`
	Pause  string `help:"Pause a workflow: entries (nobody enters), sends (its texts wait) or drain (nobody enters, nothing is texted, runs end)." placeholder:"WORKFLOW=HOW"`
	Resume string `help:"Resume a workflow that is paused." placeholder:"WORKFLOW"`
}

// Run does the one thing that was asked.
func (c *deployment) Run(ctx context.Context, std streams) error {
	asked := 0
	for _, given := range []bool{c.Dir != "", c.Revision != "", c.List, c.Pause != "", c.Resume != ""} {
		if given {
			asked++
		}
	}
	if asked != 1 {
		return errors.New("give one of: a program folder, --revision, --list, --pause or --resume")
	}
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		switch {
		case c.List:
			return c.list(ctx, std, d)
		case c.Pause+c.Resume != "":
			return c.pause(ctx, std, d)
		}
		return c.deploy(ctx, std, d)
	})
}

// deploy orders the change, and tells what came of it.
func (c *deployment) deploy(ctx context.Context, std streams, d *data) error {
	order := deploy.Order{Revision: c.Revision}
	if c.Dir != "" {
		var err error
		if order, err = ordered(c.Dir); err != nil {
			return err
		}
	}
	order.Hash, order.Message, order.Author = c.Hash, c.Message, author()
	var out deploy.Outcome
	if err := d.call(ctx, http.MethodPost, "/deploy", order, &out); err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(std.out).Encode(out); err != nil {
			return err
		}
	} else {
		c.tell(std, d, out)
	}
	if out.Deployed == nil {
		return errFindings
	}
	return d.follow(ctx, std)
}

// tell prints the outcome for people.
func (c *deployment) tell(std streams, d *data, out deploy.Outcome) {
	if r := out.Deployed; r != nil {
		fmt.Fprintf(std.out, "Revision %d (%s) is live.\n", r.Number, r.Hash)
		if d.store != nil {
			fmt.Fprintln(std.out, "No server runs: timers move when one starts.")
		}
		return
	}
	propose(std, out.Proposal)
	fmt.Fprintf(std.err, "parley: %s\n", out.Refused)
	if out.Usable() && !out.Proposed {
		fmt.Fprintf(std.err, "To make this plan: %s\n", c.again(out.Plan.Hash))
	}
}

// again is the command that confirms a plan.
func (c *deployment) again(hash string) string {
	what := c.Dir
	if c.Revision != "" {
		what = "--revision " + c.Revision
	}
	message := ""
	if c.Message != "" {
		message = fmt.Sprintf(" --message %q", c.Message)
	}
	return fmt.Sprintf("parley deploy %s --data %s --hash %s%s", what, c.Data, hash, message)
}

// author is the name of who runs the command.
func author() string {
	me, err := user.Current()
	if err != nil {
		return "unknown"
	}
	return me.Username
}

// pause pauses or resumes a workflow.
func (c *deployment) pause(ctx context.Context, std streams, d *data) error {
	ask := admin.Pausing{Workflow: c.Resume}
	if c.Pause != "" {
		name, how, said := strings.Cut(c.Pause, "=")
		if !said {
			return fmt.Errorf("--pause %s does not say how; write %s=entries, %[1]s=sends or %[1]s=drain", c.Pause, name)
		}
		ask = admin.Pausing{Workflow: name, Pause: fsm.Pause(how)}
	}
	if err := d.call(ctx, http.MethodPost, "/pause", ask, &struct{}{}); err != nil {
		return err
	}
	if ask.Pause == "" {
		_, err := fmt.Fprintf(std.out, "%s is resumed.\n", ask.Workflow)
		return err
	}
	_, err := fmt.Fprintf(std.out, "%s is paused: %s.\n", ask.Workflow, ask.Pause)
	return err
}
