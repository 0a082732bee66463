package trial

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
)

// live is the program that a process starts with: the one deployed last, in stories that deploy any.
func (r *run) live(ctx context.Context) (*fsm.Program, error) {
	if !r.story.deploys() {
		return r.Program, nil
	}
	files, err := folder(programs()[0])
	if err != nil {
		return nil, err
	}
	r.deployer = &deploy.Deployer{Store: r.disk, Fit: r.Fit, Now: r.time.Now}
	started, err := r.deployer.Start(ctx, programs()[0], files)
	if err != nil {
		return nil, fmt.Errorf("start with the program of the trial: %w", err)
	}
	return started.Program, nil
}

// deploys tells whether a program is deployed in a story.
func (s Story) deploys() bool {
	for _, d := range s.Deeds {
		if d.Kind == Deploys {
			return true
		}
	}
	return false
}

// deploy lets another program go live, again and again until that has worked.
func (r *run) deploy(ctx context.Context, d Deed) {
	if err := r.tryDeploy(ctx, programs()[d.To]); err != nil {
		r.time.At(r.time.Now().Add(retry), func() { r.deploy(ctx, d) })
		return
	}
	r.seen.Marks["a program went live"]++
}

func (r *run) tryDeploy(ctx context.Context, name string) error {
	if r.gone() {
		return errGone
	}
	files, err := folder(name)
	if err != nil {
		return err
	}
	order := deploy.Order{Folder: name, Author: "sam"}
	if order.Program, err = deploy.Pack(files); err != nil {
		return err
	}
	planned, err := r.deployer.Plan(ctx, order)
	if err != nil {
		return err
	}
	order.Hash = planned.Plan.Hash
	_, err = r.deployer.Deploy(ctx, order)
	if r.disk.dead {
		return errGone
	}
	return err
}
