// Package portrait draws the whole picture of a customer 客户画像: what they are
// worth, at which stage of the relationship, of which segment, how loyal, what is
// not known of them, what to do, and why.
//
//	p, err := portrait.Fit(ctx, &ledger, asOf, nil, nil)          // once, for the base
//	d, err := portrait.DossierOf(p, &ledger, "C-1001", asOf, nil) // one customer
//	who := p.Classify(&d)
//	fmt.Println(who.Summary(clientele.LangEnglish))
//	for _, why := range who.AppendReasons(nil) { fmt.Println(why.Text(clientele.LangEnglish)) }
//
// Fit chooses and fits everything that is the same for all customers, with
// reasons; the Portrayer that it returns is one JSON document without customers in
// it. All verdicts of a portrait rest on one history, one set of models and one
// meaning of lost (package value/silence); where two of them still say what a
// practitioner would not say of one customer, that is a Conflict of the portrait.
//
// Portraits draws a whole base in order, with any number of workers; Plan makes the
// lists that people act on, whom to call under a budget first; Follow tells who
// moved between two dates. [Portrayer.Observe] brings a dossier up to date after
// one purchase in constant time, without a fit.
//
// Times are days, money is in one currency. The package does no input or output
// and keeps nothing that the caller did not ask for.
package portrait
