package bot

import (
	"errors"
	"sync"
)

// Workers do what an engine does beside something else. A simulation brings its own, which do one
// job after another in an order of its choice.
type Workers interface {
	// Go has a job done, soon, and does not wait for it.
	Go(job func())
	// All has all jobs done, side by side if it can, and waits for them.
	All(jobs []func())
}

// goroutines do each job at once.
type goroutines struct{}

func (goroutines) Go(job func()) { go job() }

func (goroutines) All(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(job)
	}
	wg.Wait()
}

// together does one thing with several things side by side, so that they share commits.
func together[T any](w Workers, all []T, do func(T) error) error {
	errs := make([]error, len(all))
	jobs := make([]func(), len(all))
	for i, one := range all {
		jobs[i] = func() { errs[i] = do(one) }
	}
	w.All(jobs)
	return errors.Join(errs...)
}
