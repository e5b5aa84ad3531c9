package programme_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty/programme"
)

func Example() {
	var l programme.PointsLedger
	day := func(d int64) int64 { return d } // any whole-number clock
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
		}
	}
	must(l.Earn("ann", day(1), 100, day(366)))
	must(l.Earn("ann", day(200), 50, day(565)))
	must(l.Redeem("ann", day(210), 30))
	must(l.Redeem("ann", day(300), 500))
	fmt.Printf("%+v\n", l.Statement(day(300)))
	fmt.Printf("%+v\n", l.Statement(day(400)))
	// Output:
	// programme.PointsAccount: points redeemed is 500: want at most what the account holds at that time beside the redemptions accepted; post the points it rests on first
	// {Earned:150 Redeemed:30 Expired:0 Revoked:0 Outstanding:120 Owed:0}
	// {Earned:150 Redeemed:30 Expired:70 Revoked:0 Outstanding:50 Owed:0}
}

func ExampleRunOff_Liability() {
	run := programme.RunOff{
		{Issued: 90_000, Redeemed: []int64{12_000, 30_000, 41_000, 44_000}, Expired: 46_000},
		{Issued: 100_000, Redeemed: []int64{14_000, 36_000, 47_000}, Outstanding: 53_000},
		{Issued: 95_000, Redeemed: []int64{11_000, 31_000}, Outstanding: 64_000},
		{Issued: 110_000, Redeemed: []int64{16_000}, Outstanding: 94_000},
	}
	l, err := run.Liability(0.01, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d points outstanding, %.0f ± %.0f to be redeemed\n", l.Outstanding, l.Redemptions, l.SE)
	fmt.Printf("cost %.0f %v, breakage %.0f %%\n", l.Cost, l.Interval, 100*l.Breakage)
	// Output:
	// 211000 points outstanding, 60817 ± 5780 to be redeemed
	// cost 608 [502.8, 729.1], breakage 50 %
}

func ExampleMemberTiers() {
	tiers, err := programme.NewMemberTiers(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	review := tiers.Review(3, 12_000)
	fmt.Println(tiers.Policy().Tiers[review.Tier].Name)
	for _, why := range review.AppendReasons(nil) {
		fmt.Println(why.Text(clientele.LangEnglish))
		fmt.Println(why.Text(clientele.LangChinese))
	}
	// Output:
	// gold
	// 12,000 qualifying points miss the 80,000 needed to stay by more than one step; the fall is softened
	// 升级积分 1.2 万，未达保级要求 8 万，且差距超过一级；采用软着陆降级
}

func ExampleCompare() {
	var members, control programme.TrialArm
	for i := range 40 {
		before := float64(20 + i*3%17)
		_ = members.Add(before, 1.1*before+float64(i%5)+4)
		_ = control.Add(before+1, 1.1*(before+1)+float64(i%5))
	}
	u, err := programme.Compare(&members, &control, 2.5, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f a member %v, return %.0f %% on cost\n", u.PerMember, u.Interval, 100*u.Return)
	// Output:
	// 3.98 a member [3.348, 4.621], return 59 % on cost
}

func ExamplePointsLedger_Post() {
	var l programme.PointsLedger
	post := func(e programme.PointsEvent) {
		posting, err := l.Post("ann", e)
		if err != nil {
			fmt.Println(err)
		}
		for _, why := range posting.AppendReasons(nil) {
			fmt.Println(why.Text(clientele.LangEnglish), why.Text(clientele.LangChinese))
		}
	}
	order := programme.PointsEvent{ID: "order 17", Action: programme.PointsActionEarn, At: 1, Points: 100, Expires: 366}
	post(order)
	post(order) // a message that comes twice
	post(programme.PointsEvent{ID: "cup", Action: programme.PointsActionRedeem, At: 5, Points: 80})
	post(programme.PointsEvent{Action: programme.PointsActionRevoke, At: 9, Points: 100, Of: "order 17"})
	fmt.Printf("%+v\n", l.Statement(10))
	post(programme.PointsEvent{Action: programme.PointsActionRestore, At: 12, Points: 80, Of: "cup"})
	fmt.Printf("%+v\n", l.Statement(12))
	// Output:
	// the event was posted before and is not counted again 该事件此前已入账，不重复计入
	// 80 points of the returned order had been spent and are owed now 退货订单的 80 积分已被使用，现记为欠分
	// {Earned:100 Redeemed:80 Expired:0 Revoked:100 Outstanding:0 Owed:80}
	// 80 points went to what was owed 80 积分用于抵扣欠分
	// {Earned:100 Redeemed:0 Expired:0 Revoked:100 Outstanding:0 Owed:0}
}
