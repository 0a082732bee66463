package sim

import "math/rand/v2"

// workers do the engine's jobs one after another. Those that may take their time wait until the world
// has them done, and are drawn by chance.
type workers struct {
	chance *rand.Rand
	jobs   []func()
}

// Go keeps a job for later.
func (w *workers) Go(job func()) { w.jobs = append(w.jobs, job) }

// All does jobs at once, in an order drawn by chance.
func (w *workers) All(jobs []func()) {
	for _, i := range w.chance.Perm(len(jobs)) {
		jobs[i]()
	}
}

// one does a job that waits, and tells whether there was one.
func (w *workers) one() bool {
	if len(w.jobs) == 0 {
		return false
	}
	i := w.chance.IntN(len(w.jobs))
	job := w.jobs[i]
	w.jobs[i] = w.jobs[len(w.jobs)-1]
	w.jobs = w.jobs[:len(w.jobs)-1]
	job()
	return true
}
