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
	// {Earned:150 Redeemed:30 Expired:0 Outstanding:120}
	// {Earned:150 Redeemed:30 Expired:70 Outstanding:50}
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
