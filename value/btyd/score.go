package btyd

import (
	"iter"
	"sync"
	"sync/atomic"

	"github.com/clientele-go/clientele"
)

// chunk is the number of customers that a worker takes at a time, deep the
// number of chunks a worker that are on the way at most.
const (
	chunk = 256
	deep  = 4
)

// ScoreAll yields score of every customer, in their order, computed by the
// given number of goroutines (at least one). It holds no more than about a
// thousand customers a worker, however many there are. Customers are drawn and
// scores are yielded on the caller's goroutine; score runs on others and must
// be safe for concurrent use, as the methods of all models are. If score
// panics, so does the iteration; if the caller breaks, nothing is left running.
// A nil score panics.
func ScoreAll[C, S any](customers iter.Seq[C], workers int, score func(C) S) iter.Seq[S] {
	if score == nil {
		panic("btyd: ScoreAll of a nil function")
	}
	return func(yield func(S) bool) {
		n := max(1, workers)
		jobs := make(chan *batch[C, S], n*deep)
		var workers sync.WaitGroup
		var stop atomic.Bool
		defer func() {
			stop.Store(true)
			close(jobs)
			workers.Wait()
		}()
		for range n {
			workers.Go(func() {
				for b := range jobs {
					if !stop.Load() {
						b.run(score)
					}
				}
			})
		}
		var waiting []*batch[C, S] // in order
		give := func() bool {
			b := waiting[0]
			waiting = waiting[1:]
			return b.give(yield)
		}
		next := new(batch[C, S])
		send := func() {
			next.done = make(chan struct{})
			jobs <- next
			waiting = append(waiting, next)
			next = new(batch[C, S])
		}
		for c := range customers {
			if next.in = append(next.in, c); len(next.in) < chunk {
				continue
			}
			if len(waiting) == n*deep && !give() {
				return
			}
			send()
		}
		if len(next.in) > 0 {
			send()
		}
		for len(waiting) > 0 {
			if !give() {
				return
			}
		}
	}
}

// batch is a chunk of customers and, once done is closed, their scores.
type batch[C, S any] struct {
	in       []C
	out      []S
	done     chan struct{}
	panicked any
}

func (b *batch[C, S]) run(score func(C) S) {
	defer close(b.done)
	defer func() { b.panicked = recover() }()
	b.out = make([]S, 0, len(b.in))
	for _, c := range b.in {
		b.out = append(b.out, score(c))
	}
}

// give waits for the scores and yields them; those before a panic come first.
func (b *batch[C, S]) give(yield func(S) bool) bool {
	<-b.done
	for _, s := range b.out {
		if !yield(s) {
			return false
		}
	}
	if b.panicked != nil {
		panic(b.panicked)
	}
	return true
}

// Bought returns the history of a customer after one more purchase, at the age
// when: observation now ends there, and every method of a model re-scores the
// customer in constant time. A second purchase in the period of the last one
// counts as one with it: leave the history as it is. When must not lie
// before h.Age, up to which purchases are known; otherwise, or if the result is
// not a possible history, the error is an *[clientele.InputError], and the
// history that is returned is h.
func Bought(h clientele.History, when float64) (clientele.History, error) {
	if err := h.Check(); err != nil {
		return h, err
	}
	if !(when >= h.Age && when > h.Last) {
		return h, &clientele.InputError{Where: "btyd.Bought", Field: "when", Value: when, Want: "an age not before the end of observation and after the last purchase; read the ledger again for purchases that came late"}
	}
	next := clientele.History{Repeats: h.Repeats + 1, Last: when, Age: when}
	if err := next.Check(); err != nil {
		return h, err
	}
	return next, nil
}

// Waited returns the history of a customer observed to a later age without a
// purchase; its errors are those of [Bought].
func Waited(h clientele.History, until float64) (clientele.History, error) {
	if err := h.Check(); err != nil {
		return h, err
	}
	if !(until >= h.Age) {
		return h, &clientele.InputError{Where: "btyd.Waited", Field: "until", Value: until, Want: "an age not before the end of observation"}
	}
	next := clientele.History{Repeats: h.Repeats, Last: h.Last, Age: until}
	if err := next.Check(); err != nil {
		return h, err
	}
	return next, nil
}
