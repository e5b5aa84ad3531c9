package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/reading"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/contractual"
)

func TestRealSets(t *testing.T) { reading.RealSets(t, subscription) }

func TestStory(t *testing.T) { reading.Story(t, subscription, reading.Solved(t, subscription)) }

// A log of payments of a known retention: the term is found, and the curve.
func TestPayments(t *testing.T) {
	truth := contractual.SBG{A: 0.7, B: 2.5}
	r := rand.New(rand.NewPCG(4, 4))
	begin := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	b.WriteString("member_id,date,amount\n")
	for i := range 800 {
		joined := r.IntN(12)
		x := truth.Rand(r, 36-joined)
		n := int(x.Age) // payments: the first and every renewal
		if !x.Lost {
			n++
		}
		for k := range n {
			fmt.Fprintf(&b, "M%d,%s,20\n", i, begin.AddDate(0, joined+k, 0).Format(time.DateOnly))
		}
	}
	path := filepath.Join(t.TempDir(), "payments.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	o, err := parseOptions([]string{"-transactions", path}, nil)
	require.NoError(t, err)
	a, err := solve(context.Background(), o, new(program.Progress))
	require.NoError(t, err)
	m := a.(*members)
	assert.Equal(t, value.Month, m.term)
	assert.Equal(t, 1., m.fitting)
	assert.Zero(t, m.returned)
	fit, err := contractual.FitSBG(context.Background(), &m.tenures, nil)
	require.NoError(t, err)
	assert.InDelta(t, truth.Survival(12), fit.Model.Survival(12), 0.04)
	curve, err := m.subjects.KaplanMeier()
	require.NoError(t, err)
	assert.InDelta(t, truth.Survival(6), curve.At(6.5), 0.05)
	assert.False(t, math.IsNaN(curve.Median()))
	texts := reading.Both(t, subscription.Title, a)
	assert.NotContains(t, texts[0], "Caution")
	reading.Notebooks(t, subscription, a)
}

// What cannot be is refused with the way out.
func TestRefusals(t *testing.T) {
	for _, args := range [][]string{{"-term", "soon"}, {"-margin", "2"}, {"-model", "bgnbd"}, {"payments.csv"}, {"-transactions", "missing.csv"}} {
		var out, errs bytes.Buffer
		assert.Equal(t, 1, subscription.Run(context.Background(), args, &out, &errs), args)
		assert.Empty(t, out.String())
		assert.True(t, strings.HasPrefix(errs.String(), "subscription: "), errs.String())
	}
}
