package program

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Progress shows on a terminal what is going on; elsewhere it is silent.
type Progress struct {
	terminal io.Writer // nil if there is none
	last     time.Time
}

func newProgress(stderr io.Writer) *Progress {
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return &Progress{terminal: f}
		}
	}
	return new(Progress)
}

// Show replaces the line on the terminal, at most ten times a second.
func (p *Progress) Show(format string, args ...any) {
	if p.terminal == nil || time.Since(p.last) < time.Second/10 {
		return
	}
	p.last = time.Now()
	fmt.Fprintf(p.terminal, "\r\x1b[K"+format, args...)
}

// clear removes the line.
func (p *Progress) clear() {
	if p.terminal != nil {
		fmt.Fprint(p.terminal, "\r\x1b[K")
	}
}
