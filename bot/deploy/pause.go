package deploy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// Pause pauses a workflow of the live program, or resumes it where how is empty. Its texts that were held
// ask again when it is resumed.
func (d *Deployer) Pause(ctx context.Context, workflow string, how fsm.Pause) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	paused, err := bot.Pauses(ctx, d.Store)
	if err != nil {
		return err
	}
	if how == "" && paused[workflow] == "" {
		return fmt.Errorf("%s is not paused%s", workflow, those(slices.Sorted(maps.Keys(paused))))
	}
	list, err := Revisions(ctx, d.Store)
	if err != nil {
		return err
	}
	live := latest(list)
	if how != "" {
		if err := d.mayPause(ctx, live, workflow, how); err != nil {
			return err
		}
	}
	if err := d.setPause(ctx, workflow, how); err != nil {
		return err
	}
	if paused[workflow] == "" {
		return nil // nothing was held yet
	}
	return d.refit(ctx, live.Number)
}

// mayPause refuses what is no pause, and a workflow that there is not.
func (d *Deployer) mayPause(ctx context.Context, live Revision, workflow string, how fsm.Pause) error {
	ways := []fsm.Pause{fsm.PauseEntries, fsm.PauseSends, fsm.PauseDrain}
	if !slices.Contains(ways, how) {
		return fmt.Errorf("%q is no way to pause a workflow; it is entries, sends or drain", how)
	}
	side, err := d.before(ctx, live)
	if err != nil {
		return err
	}
	var names []string
	for i := range side.Definition.Workflows {
		names = append(names, side.Definition.Workflows[i].Name)
	}
	if !slices.Contains(names, workflow) {
		return fmt.Errorf("there is no workflow %q%s", workflow, those(names))
	}
	return nil
}

func those(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; there are " + strings.Join(names, ", ")
}

func (d *Deployer) setPause(ctx context.Context, workflow string, how fsm.Pause) error {
	if d.Engine == nil {
		return bot.SetPause(ctx, d.Store, workflow, how)
	}
	return d.Engine.Pause(ctx, workflow, how)
}
