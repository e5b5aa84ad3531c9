// Package picture draws what the library computes: each function takes values of
// the library and returns a plot of gonum.org/v1/plot, which may still be changed,
// and SVG and PNG make an image of it.
//
//	p, err := picture.Calibration(assessment, &picture.Options{Lang: clientele.LangChinese})
//	if err != nil {
//		return err
//	}
//	os.WriteFile("calibration.svg", picture.SVG(p, nil), 0o644)
//
// Pictures are made for a width of 400 pixels, in the colours of Okabe and Ito,
// which people tell apart who do not see red or green. The package reads and
// writes nothing; its Chinese font is in it, and only PNG needs it: an SVG holds
// text, and the reader's own fonts write it.
//
// What cannot be drawn is an *clientele.InputError, or matches
// clientele.ErrNoData where there is nothing to draw.
package picture
