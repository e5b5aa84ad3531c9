package page

import "iter"

// together gives one pass over a sequence to several readers, each in a goroutine of its
// own; it returns when all have. Whoever has seen enough may stop.
func together[T any](all iter.Seq[T], readers ...func(iter.Seq[T])) {
	const length = 256
	parts, done := make([]chan []T, len(readers)), make([]chan struct{}, len(readers))
	for i, read := range readers {
		parts[i], done[i] = make(chan []T), make(chan struct{})
		go func() {
			defer close(done[i])
			read(func(yield func(T) bool) {
				for part := range parts[i] {
					for _, x := range part {
						if !yield(x) {
							return
						}
					}
				}
			})
		}()
	}
	give := func(part []T) {
		for i := range readers {
			select {
			case parts[i] <- part:
			case <-done[i]:
			}
		}
	}
	var part []T
	for x := range all {
		if part = append(part, x); len(part) == length {
			give(part)
			part = make([]T, 0, length) // the last is still being read
		}
	}
	give(part)
	for i := range readers {
		close(parts[i])
		<-done[i]
	}
}
