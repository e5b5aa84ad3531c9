package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/clientele-go/clientele/examples/service/scoring"
)

// metrics are what Prometheus reads. No label names a tenant or a customer.
type metrics struct {
	handler  http.Handler
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	rows     *prometheus.CounterVec
	changes  *prometheus.CounterVec
	refits   *prometheus.CounterVec
	fitting  prometheus.Histogram
}

func newMetrics() *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clientele_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "clientele_request_seconds", Help: "Time of an answer.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 5, 30}}, []string{"method", "route"}),
		rows:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clientele_rows_total", Help: "Transactions: added, known already, or refused."}, []string{"fate"}),
		changes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clientele_stage_changes_total", Help: "Customers who entered a stage with a purchase."}, []string{"stage"}),
		refits:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "clientele_refits_total", Help: "Refits by what set them off and how they ended."}, []string{"trigger", "outcome"}),
		fitting: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "clientele_refit_seconds", Help: "Time of a refit.", Buckets: prometheus.ExponentialBuckets(.05, 2, 12)}),
	}
	r := prometheus.NewRegistry()
	r.MustRegister(m.requests, m.seconds, m.rows, m.changes, m.refits, m.fitting, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.handler = promhttp.HandlerFor(r, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) show(w http.ResponseWriter, r *http.Request) error {
	m.handler.ServeHTTP(w, r)
	return nil
}

func (m *metrics) request(rt route, status int, took time.Duration) {
	m.requests.WithLabelValues(rt.method, rt.path, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(rt.method, rt.path).Observe(took.Seconds())
}

func (m *metrics) receipt(r scoring.Receipt) {
	m.rows.WithLabelValues("added").Add(float64(r.Added))
	m.rows.WithLabelValues("known").Add(float64(r.Rows - r.Added))
	for _, c := range r.Changes {
		m.changes.WithLabelValues(c.To.String()).Inc()
	}
}

// Refitted counts a refit, whoever asked for it.
func (a *API) Refitted(trigger string, took time.Duration, err error) {
	outcome := "done"
	if err != nil {
		outcome = "failed"
	}
	a.metrics.refits.WithLabelValues(trigger, outcome).Inc()
	a.metrics.fitting.Observe(took.Seconds())
}
