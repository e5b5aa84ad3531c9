{{define "raw" -}}
WITH raw AS ( -- the columns, by what they are
  SELECT {{.Customer}} AS customer,
    {{.Time}} AS at,
    {{.Exact}} AS exact{{if .ID}},
    {{.ID}} AS id{{end}}
  FROM {{.Table}} AS t
)
{{- end}}

{{define "census" -}}
{{template "raw" .}}
SELECT count(*),
  count(*) FILTER (WHERE NOT coalesce({{.TimeFits}}, false)),
  count(*) FILTER (WHERE NOT coalesce({{.AmountFits}}, false)),
  count(*) FILTER (WHERE exact < 0),
  count(*) FILTER (WHERE exact = 0),
  count(*) FILTER (WHERE customer = ''),
  {{if .ID}}count(*) FILTER (WHERE coalesce(id, '') = ''{{with .Keep "exact"}} AND {{.}}{{end}}){{else}}0{{end}},
  {{.Span}}
FROM raw
{{- end}}

{{define "log" -}}
{{template "raw" .}}, log AS ( -- in the terms of the ledger: days since 1970-01-01, whole minor units of money
  SELECT customer,
    {{.Day}} AS day,
    {{.Minor}} AS amount{{if .ID}},
    id{{end}}
  FROM raw
)
{{- end}}

{{define "clash" -}}
{{template "log" .}}
SELECT id
FROM (SELECT {{if eq .Duplicates "drop"}}DISTINCT {{end}}id, customer, day, amount FROM log{{with .Keep "amount"}} WHERE {{.}}{{end}}) AS ids
GROUP BY id
HAVING count(*) > 1
LIMIT 1
{{- end}}

{{define "records" -}}
{{template "log" .}}, kept AS ( -- what the policy leaves, up to the end of observation
  SELECT {{if eq .Duplicates "drop"}}DISTINCT id, {{end}}customer, day, amount
  FROM log
  WHERE day <= {{.AsOf}}{{with .Keep "amount"}} AND {{.}}{{end}}
), days AS ( -- what a customer paid and got back on one day
  SELECT customer, day,
    CAST(coalesce(sum(amount) FILTER (WHERE amount >= 0), 0) AS bigint) AS paid,
    CAST(coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS bigint) AS back
  FROM kept
  GROUP BY customer, day
)
{{- if eq .Refunds "net-earlier"}}, running AS ( -- what was paid so far, less what was given back
  SELECT customer, day, paid, back,
    CAST(sum(paid - back) OVER (PARTITION BY customer ORDER BY day) AS bigint) AS total
  FROM days
), cut AS ( -- a refund takes the latest purchases first: what the total never came down to again is left
  SELECT customer, day, paid, back,
    min(total) OVER (PARTITION BY customer ORDER BY day DESC) - (total - paid + back) AS amount
  FROM running
), purchases AS (
  SELECT customer, day, amount
  FROM cut
  WHERE amount > 0 OR amount = 0 AND paid = 0 AND back = 0
)
{{- else}}, purchases AS ( -- a day of which refunds leave nothing is no purchase
  SELECT customer, day, paid - back AS amount
  FROM days
  WHERE paid > back OR back = 0
)
{{- end}}, counted AS (
  SELECT customer, day, amount,
    lag(day) OVER (PARTITION BY customer ORDER BY day) AS before
  FROM purchases
)
SELECT customer,
  count(*) AS purchases,
  min(day) AS first,
  max(day) AS last,
  CAST(sum(amount) AS bigint) AS total,
  CAST(coalesce(sum(amount) FILTER (WHERE before IS NOT NULL), 0) AS bigint) AS repeats,
  CAST(coalesce(sum({{.Log "day - before"}}), 0) AS double precision) AS log_gaps,
  count(*) FILTER (WHERE day >= {{.Since}}) AS recent,
  CAST(coalesce(sum(amount) FILTER (WHERE day >= {{.Since}}), 0) AS bigint) AS recent_total
FROM counted
GROUP BY customer
ORDER BY customer
{{- end}}
