// Package survey measures what customers say: the net promoter score (NPS,
// 净推荐值), customer satisfaction (CSAT, 客户满意度) and customer effort
// (CES, 客户费力度), each with its uncertainty.
//
// An instrument counts answers. Its zero value is empty; Add refuses an answer
// that the question does not offer, Merge adds the counts of another machine,
// and the counts have a binary encoding. Whatever is computed from no answers
// is NaN, and its interval is everything.
//
// NPS and its changes are in points from −100 to 100; shares are in [0, 1];
// means are on the scale of the question.
//
// # References
//
//   - Rocks (2016), Interval estimation for the "net promoter score", The
//     American Statistician 70(4), 365–372: the adjusted Wald interval.
//   - Wilson (1927) and Newcombe (1998): shares and their differences.
//   - Reichheld (2003), Dixon, Freeman and Toman (2010): NPS and CES.
package survey
