package sample

import (
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// segments draws the RFM segments of the shop.
func segments(o *picture.Options) ([]Picture, error) {
	records, err := shopRecords()
	if err != nil {
		return nil, err
	}
	var customers []rfm.RFM
	var evidence []rfm.DepartureEvidence
	var spent []float64
	for r := range records.All() {
		v, err := rfm.OfRecord(r)
		if err != nil {
			return nil, err
		}
		customers, evidence = append(customers, v), append(evidence, rfm.EvidenceOf(r.History))
		spent = append(spent, r.SpendAll.Mean*float64(r.SpendAll.Count))
	}
	bins, err := rfm.Fit(customers, nil)
	if err != nil {
		return nil, err
	}
	named, err := rfm.NewSegmentation(bins, nil)
	if err != nil {
		return nil, err
	}
	names := make([]rfm.Segment, len(customers))
	for i, c := range customers {
		names[i] = named.Classify(c, evidence[i]).Segment
	}
	profiles, err := segment.Profiles(names, spent, nil)
	if err != nil {
		return nil, err
	}
	var d drawn
	p, err := picture.SegmentMap(*named.Policy().Grid, profiles, o)
	d.add("segments", p, err)
	p, err = picture.Treemap(profiles, o)
	d.add("treemap", p, err)
	return d.pictures, d.err
}
