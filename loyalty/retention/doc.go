// Package retention measures whether customers stay (客户保持与流失).
//
//   - Cohorts counts customers and revenue by cohort and age: the cohort table
//     (同期群), its curve, and period retention.
//   - Revenue follows customers from one period to the next: logo churn
//     (客户流失率), revenue churn, gross and net revenue retention.
//   - Subjects holds customers under observation, some of whom have not left:
//     Kaplan–Meier curves, the log-rank test, and cumulative incidence where
//     active and passive churn compete.
//   - Hazard is a model of the risk to leave in each period given covariates;
//     RiskScale turns any probability of leaving within a horizon into a level with
//     a reason, by limits that pay; Silence is that of a purchase model.
//
// Every share says its denominator. Accumulators have empty zero values, merge,
// and travel between machines by their binary encodings.
//
// # References
//
//   - Kaplan and Meier (1958); Greenwood (1926); Brookmeyer and Crowley (1982).
//   - Mantel (1966); Harrington and Fleming (1982); Aalen and Johansen (1978).
//   - Singer and Willett (1993), It's about time: discrete-time survival analysis.
//   - Marubini and Valsecchi (1995), Analysing Survival Data from Clinical Trials.
package retention
