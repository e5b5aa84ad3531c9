package main

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/shop"
)

// open reads the log, or simulates a shop.
func open(o options, p *program.Progress) (*intake.Book, error) {
	if o.transactions != "" {
		return intake.ReadLog(o.transactions, o.reading, clientele.Day, func(rows int) { p.Show("read %d rows", rows) })
	}
	return shop.Simulate(o.seed)
}
