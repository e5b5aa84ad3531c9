// Command segments asks which customers are which, in every way that the
// library knows, on a simulated tea shop. The README of this folder is what it
// prints:
//
//	go run ./examples/segments
package main

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/cluster"
	"github.com/clientele-go/clientele/segment/rfm"
)

func main() {
	b := note.New(os.Stdout, "Which customers are which?")
	defer b.Close()
	s := openShop()
	theShop(b, s)
	named(b, s)
	eightCells(b, s)
	strategies(b, s)
	pyramid(b, s)
	clusters(b, s)
	migration(b, s)
}

// The data.
func theShop(b *note.Book, s *shop) {
	b.Say("A tea shop opened on the first of January 2024. Its %d customers came over the first year; it is now %s. "+
		"The shop is simulated, so the truth is known: there are three kinds of customers, and nobody told the shop.",
		len(s.customers), now.Format("2 January 2006"))
	count := make([]int, len(kinds))
	for _, c := range s.customers {
		count[c.kind]++
	}
	var rows [][]any
	for i, k := range kinds {
		rows = append(rows, note.Row(k.name, count[i], k.gap, note.Percent(k.stop, 0), k.amount, note.Percent(k.bargain, 0), note.Percent(k.gift, 0)))
	}
	b.Table("truth | customers | days between orders | leave after an order | list price | at a discount | as a gift", rows...)
	b.Say("Orders go into a ledger; the half year after today is kept aside.")
	b.Block(s.ledger.Report())
}

// RFM: scores from the base's own quantiles, names from a map without holes.
func named(b *note.Book, s *shop) {
	b.Section("By recency, frequency and money")
	base, evidence := s.rfm()
	scheme := s.segmentation()
	names, relative := make([]rfm.Segment, len(base)), 0
	spent, after := make([]float64, len(base)), make([]float64, len(base))
	bought := map[rfm.Segment]int{}
	for i, c := range s.customers {
		v := scheme.Classify(base[i], evidence[i])
		names[i] = v.Segment
		if v.Segment != v.Relative {
			relative++
		}
		spent[i] = base[i].Money
		after[i] = float64(c.record.Holdout.Count) * c.record.Holdout.Mean
		if c.record.Holdout.Count > 0 {
			bought[names[i]]++
		}
	}
	past, future := note.Must(segment.Profiles(names, spent, nil)), note.Must(segment.Profiles(names, after, nil))
	var rows [][]any
	for i, p := range past {
		rows = append(rows, note.Row(p.Segment.Label(clientele.LangEnglish), p.Heads, note.Percent(p.HeadShare, 0), note.Percent(p.ValueShare.Or(0), 0),
			note.Percent(float64(bought[p.Segment])/float64(p.Heads), 0), note.Fixed(future[i].MeanValue, 0)))
	}
	b.Say("Every axis is cut into fifths of this base, so a fifth would be longest away in any base. A name of departure is therefore given only to those "+
		"whose silence is too long for their own rhythm, and to all of those: %d customers have another name than their scores alone would give. "+
		"The last two columns are what nobody knew today: who ordered again in the next half year, and for how much a head.", relative)
	b.Table("segment | customers | of the base | of the sales | bought again | spent later", rows...)
	i := 7
	v := scheme.Classify(base[i], evidence[i])
	b.Say("Why is customer %d %q? Because of their scores, %s, and their rhythm:", i, v.Segment.Label(clientele.LangEnglish), v.Scores.Code())
	b.Reasons(clientele.LangEnglish, v.AppendReasons(nil))
}

// The eight cells that Chinese textbooks teach, against the medians.
func eightCells(b *note.Book, s *shop) {
	b.Section("八类客户")
	base, _ := s.rfm()
	eight := note.Must(rfm.FitCells(base, &rfm.CellPolicy{Centre: rfm.CentreMedian, Unit: clientele.Week}))
	cells, spent, one := make([]rfm.Cell, len(base)), make([]float64, len(base)), map[rfm.Cell]int{}
	for i := range base {
		cells[i] = eight.Classify(base[i]).Cell
		spent[i] = base[i].Money
		one[cells[i]] = i
	}
	b.Say("R、F、M 各以中位数为界，分高低两档；每类举一位客户，附归类理由。")
	var rows [][]any
	for _, p := range note.Must(segment.Profiles(cells, spent, nil)) {
		rows = append(rows, note.Row(p.Segment.Label(clientele.LangChinese), p.Heads, note.Percent(p.ValueShare.Or(0), 1),
			note.Fixed(p.MeanValue, 0), note.Text(clientele.LangChinese, eight.Classify(base[one[p.Segment]]).AppendReasons(nil))))
	}
	b.Table("类别 | 客户数 | 销售额占比 | 人均消费 | 举例", rows...)
}

// Value × potential × loyalty, and what to do.
func strategies(b *note.Book, s *shop) {
	b.Section("By value, potential and loyalty")
	base, fit := s.standings()
	cube := note.Must(segment.FitCube(base, nil))
	strategies := segment.DefaultStrategies()
	chosen, value := make([]segment.Strategy, len(base)), make([]float64, len(base))
	for i, c := range base {
		chosen[i], value[i] = strategies.Strategy(cube.Cell(c)), c.Value.Or(0)
	}
	b.Say("Value is the contribution a year, potential what the wallet could still bring (from a survey), loyalty the probability "+
		"of still being a customer by MBG/NBD, fitted to the %d histories. Value and potential are cut into thirds of the base, loyalty at 0.5 and 0.8, whoever else is in it; the cell says what to do.", fit.N)
	var rows [][]any
	for _, p := range note.Must(segment.Profiles(chosen, value, nil)) {
		rows = append(rows, note.Row(p.Segment.Label(clientele.LangEnglish), p.Heads, note.Fixed(p.MeanValue, 1), note.Fixed(p.Value, 0)))
	}
	b.Table("strategy | customers | value a head | value", rows...)

	i := 12
	h := s.customers[i].record.History
	alive := fit.Interval(clientele.DomainProbability, func(m model) float64 { return m.ProbAlive(h) }, 0.68)
	probs := cube.Probs(segment.Uncertain{Mean: value[i], SD: 0.2 * max(value[i], 10)},
		segment.Uncertain{Mean: base[i].Potential.Or(0), SD: 0.25 * base[i].Potential.Or(0)},
		segment.Uncertain{Mean: base[i].Loyalty.Or(0), SD: (alive.Hi - alive.Lo) / 2})
	best, p := probs.Best()
	b.Say("Customer %d is %s, so: %s.", i, strings.ToLower(cube.Cell(base[i]).Label(clientele.LangEnglish)), strings.ToLower(chosen[i].Label(clientele.LangEnglish)))
	b.Reasons(clientele.LangEnglish, cube.Classify(base[i]).AppendReasons(nil))
	b.Say("How sure is that? With a value known to a fifth, a wallet known to a quarter, and P(alive) as the fit knows it, the most probable cell is %s, with probability %.2f.",
		strings.ToLower(best.Label(clientele.LangEnglish)), p)
}

// Pyramid, ABC, and how unequal customers are.
func pyramid(b *note.Book, s *shop) {
	b.Section("By worth alone")
	values := make([]float64, len(s.customers))
	for i, c := range s.customers {
		values[i] = c.contribution
	}
	layers := note.Must(segment.FitPyramid(values, nil))
	abc := note.Must(segment.FitABC(values, nil))
	bands, classes := make([]segment.Band, len(values)), make([]segment.Class, len(values))
	for i, v := range values {
		bands[i], classes[i] = layers.Classify(v).Band, abc.Classify(v).Class
	}
	b.Say("The pyramid divides heads, ABC the value; what counts is the contribution to date.")
	var rows [][]any
	for _, p := range note.Must(segment.Profiles(bands, values, nil)) {
		rows = append(rows, note.Row(p.Segment.Label(clientele.LangEnglish), p.Heads, note.Percent(p.HeadShare, 0), note.Percent(p.ValueShare.Or(0), 1)))
	}
	for _, p := range note.Must(segment.Profiles(classes, values, nil)) {
		rows = append(rows, note.Row(p.Segment.Label(clientele.LangEnglish), p.Heads, note.Percent(p.HeadShare, 0), note.Percent(p.ValueShare.Or(0), 1)))
	}
	b.Table("band or class | customers | of the base | of the contribution", rows...)
	c := note.Must(segment.Concentrate(values))
	peak := c.Peak()
	b.Say("The best fifth bring %s of the contribution. The whale curve peaks at %s: %d customers bring more than everything, "+
		"the other %d cost %.0f. A Gini coefficient does not exist where some cost (%v).",
		note.Percent(c.TopShare(0.2), 0), note.Percent(peak.Share, 1), peak.Customers, len(values)-peak.Customers, peak.Lost, c.Gini())
}

// Clusters: first the verdict, then the clusters.
func clusters(b *note.Book, s *shop) {
	b.Section("By behaviour")
	ctx, r := context.Background(), rand.New(rand.NewPCG(2024, 2))
	policy := &cluster.ChoicePolicy{Max: 5, Sample: 500, References: 10}
	none := note.Must(cluster.Choose(ctx, s.rfmTable(), r, policy))
	b.Say("K-means finds k clusters in anything, so the first question is whether there are any. In recency, frequency and money: **%s**.", verdict(none))
	b.Reasons(clientele.LangEnglish, none.Reasons)

	table, who := s.habits()
	choice := note.Must(cluster.Choose(ctx, table, r, policy))
	b.Say("In how they order, the shares bought at a discount and as gifts, of the %d customers with at least %d orders: **%s**.", len(who), knownAfter, verdict(choice))
	b.Reasons(clientele.LangEnglish, choice.Reasons)

	worth, truth := make([]float64, len(who)), make([]int, len(who))
	for i, id := range who {
		worth[i], truth[i] = s.customers[id].contribution, s.customers[id].kind
	}
	found := note.Must(note.Must(cluster.KMeans(ctx, table, choice.K, r, nil)).ByValue(worth))
	mix := make([][3]int, choice.K)
	for i, l := range found.Labels {
		mix[l][truth[i]]++
	}
	var rows [][]any
	for _, p := range note.Must(segment.Profiles(found.Labels, worth, table)) {
		m := mix[p.Segment]
		rows = append(rows, note.Row(p.Segment, p.Heads, note.Percent(p.Features[0].Mean, 0), note.Percent(p.Features[1].Mean, 0),
			note.Fixed(p.MeanValue, 0), m[0], m[1], m[2]))
	}
	b.Table("cluster | customers | at a discount | as a gift | contribution a head | truly regular | truly bargain | truly gift", rows...)
	b.Say("Against the truth the adjusted Rand index is %.2f (1 is the same division, 0 chance): the clusters are the kinds.",
		note.Must(cluster.AdjustedRand(truth, found.Labels)))
}

func verdict(c *cluster.ClusterChoice) string {
	if c.Structure {
		return "there are clusters"
	}
	return "one cloud, no clusters"
}

// Migration: the same cut points half a year later.
func migration(b *note.Book, s *shop) {
	b.Section("Half a year later")
	base, evidence := s.rfm()
	scheme := s.segmentation()
	before, after := make([]rfm.Segment, len(base)), make([]rfm.Segment, len(base))
	verdicts := make([][2]rfm.SegmentVerdict, len(base))
	i := 0
	for record := range note.Must(s.ledger.Records(later, clientele.Week)).All() {
		verdicts[i] = [2]rfm.SegmentVerdict{scheme.Classify(base[i], evidence[i]), scheme.Classify(note.Must(rfm.OfRecord(record)), rfm.EvidenceOf(record.History))}
		before[i], after[i] = verdicts[i][0].Segment, verdicts[i][1].Segment
		i++
	}
	m := note.Must(segment.Migrate(before, after))
	psi := note.Must(m.Stability())
	shifts := note.Must(segment.NewShifts(nil))
	b.Say("With today's cut points, %s of the customers are where they were. The stability index is %.2f: %s, fit anew. "+
		"Nobody new came in the meantime, so the base grew older.", note.Percent(m.Stayed(), 0), psi, strings.ToLower(shifts.Classify(psi).Label(clientele.LangEnglish)))
	olds, news := m.Totals()
	var rows [][]any
	for i, from := range m.Segments {
		became, most := "–", 0
		for j, n := range m.Counts[i] {
			if j != i && n > most {
				became, most = m.Segments[j].Label(clientele.LangEnglish), n
			}
		}
		rows = append(rows, note.Row(from.Label(clientele.LangEnglish), olds[i], news[i], m.Counts[i][i], became, most))
	}
	b.Table("segment | today | later | stayed | most who left became | how many", rows...)

	moves := note.Must(segment.Moves(before, after, func(i int) (_, _ []clientele.Reason) {
		return verdicts[i][0].AppendReasons(nil), verdicts[i][1].AppendReasons(nil)
	}))
	b.Say("%d customers moved; the first champions to do so, and the scores that changed:", len(moves))
	rows = nil
	for _, v := range moves {
		if v.From == rfm.SegmentChampions && len(rows) < 4 {
			rows = append(rows, note.Row(v.Customer, v.To.Label(clientele.LangEnglish), note.Text(clientele.LangEnglish, v.Gone), note.Text(clientele.LangEnglish, v.New)))
		}
	}
	b.Table("champion | became | no longer | now", rows...)
}
