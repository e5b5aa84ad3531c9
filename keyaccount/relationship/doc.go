// Package relationship looks inside a key account: the people who decide, how
// we stand with each and with the organisation, and what is to be done about it.
//
//   - A [Chain] is the decision chain 决策链: [Person] with roles, reporting lines,
//     stance and our sponsor, and the [Link] by which one listens to another. It
//     knows who has influence and says what is wrong with our position
//     ([Chain.Analyse]: coverage, support, single threads, hidden and uncovered
//     deciders, blockers, rising stars), whom to win next and by which path
//     ([Chain.Next]), and what winning somebody would be worth ([Chain.WhatIf]).
//   - A [RelationshipReview] rates people, and the firms apart, in the dimensions of a [Scale],
//     anchored in evidence; [Assess] makes of it a [RelationshipState] in three layers (key
//     persons 关键客户关系, general 普遍客户关系, organisation 组织客户关系) with gaps
//     to the targets; [Compare] shows the trend between two.
//   - A [Plan] holds sponsors ([Match], [Assign]), goals, actions and dates; its status is a
//     function of the day one asks ([Plan.At]).
//
// Influence, coverage and support are shares of the account's whole, between 0
// and 1 (support between −1 and 1). Nothing here reads a clock.
//
// References: F. E. Webster and Y. Wind, A general model for understanding
// organizational buying behavior, J. Marketing 36 (1972) 12–19 (roles); L. Page,
// S. Brin, R. Motwani and T. Winograd, The PageRank citation ranking, 1998
// (influence from the graph); E. W. Dijkstra, Numerische Mathematik 1 (1959)
// 269–271 (paths).
package relationship
