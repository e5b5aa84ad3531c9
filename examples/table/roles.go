package table

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
)

// Role is what a column is to its reader.
type Role string

// The roles of the columns of a log and of a file of histories.
const (
	RoleCustomer Role = "customer"
	RoleDate     Role = "date"
	RoleAmount   Role = "amount"
	RoleQuantity Role = "quantity"
	RolePrice    Role = "price"
	RoleOrder    Role = "order"
	RoleStatus   Role = "status"
	RoleCurrency Role = "currency"
	RoleType     Role = "type" // sale or refund
	RoleVoid     Role = "void" // whether an order did not stand, by yes or no or a date

	RoleRepeats  Role = "x"
	RoleLast     Role = "tx"
	RoleAge      Role = "t"
	RoleID       Role = "id"
	RoleMonetary Role = "monetary"
	RoleWeight   Role = "weight"

	RoleAccount    Role = "account"
	RoleRevenue    Role = "revenue"
	RoleBefore     Role = "before" // revenue of the year before
	RoleProfit     Role = "profit"
	RoleYears      Role = "years"
	RoleAlignment  Role = "alignment"
	RoleSharing    Role = "sharing"
	RoleLoyalty    Role = "loyalty"
	RoleDependence Role = "dependence"
	RolePotential  Role = "potential"
	RoleService    Role = "service" // cost of service
)

var logRoles = []Role{RoleCustomer, RoleDate, RoleAmount, RoleQuantity, RolePrice, RoleOrder, RoleStatus, RoleCurrency, RoleType, RoleVoid}

var historyRoles = []Role{RoleID, RoleRepeats, RoleLast, RoleAge, RoleMonetary, RoleWeight}

var accountRoles = []Role{RoleAccount, RoleRevenue, RoleBefore, RoleProfit, RoleYears, RoleAlignment, RoleSharing, RoleLoyalty, RoleDependence, RolePotential, RoleService}

func roleNames() []string {
	var out []string
	for _, r := range slices.Concat(logRoles, historyRoles, accountRoles) {
		out = append(out, string(r))
	}
	return out
}

func (r Role) known() bool {
	for _, n := range roleNames() {
		if n == string(r) {
			return true
		}
	}
	return false
}

// roleWords are the names that the columns of a role go by, the likeliest
// first, compared without case, blanks, accents and punctuation.
var roleWords = map[Role]string{
	RoleCustomer: "customeruniqueid customerid customer custid cust clientid client userid user memberid member accountid account buyerid buyer customerno custno customernumber custnumber customernr customercode custcode customeruserid shopperid householdid householdkey panelistid personid visitorid consumerid cid mastercustomerid subscriberid contactid guestid patronid donorid donor cardid cardno cardnumber loyaltyid customeremail buyeremail useremail email emailaddress customername accountname fromemailaddress clientname buyername username membername shippingname name phone mobile telephone " +
		"客户编号 客户id 客户号 客户代码 客户编码 客户 会员编号 会员id 会员号 会员卡号 会员 下单帐号 下单账号 用户id 用户编号 用户号 用户 买家id 买家会员名 买家编号 买家昵称 买家账号 买家帐号 买家 帐号 账号 顾客编号 顾客id 顾客 客户名称 客户姓名 会员名称 用户名 用户名称 姓名 手机号 手机号码 买家手机号 买家手机 会员手机号 客户手机号 手机 卡号 客戶編號 客戶id 客戶代碼 客戶 會員編號 會員id 會員 顧客編號 顧客id 顧客 用戶id 用戶 " +
		"kundennummer kundennr kundenid kunde kdnr kunden client idclient numeroclient codeclient noclient numclient acheteur cliente idcliente codigocliente codcliente clienteid numerocliente comprador codicecliente klant klantid klantnummer klantnr kund kundid kundnr kundnummer kunden kundeid kundenr asiakas asiakasid asiakasnumero klient klientid idklienta numerklienta nrklienta zakaznik zakaznikid idzakaznika vevo ugyfel ugyfelid musteri musteriid musterino musterikodu клиент клиентid idклиента кодклиента номерклиента покупатель покупательid клієнт pelanggan idpelanggan khachhang makhachhang makh πελατης 顧客番号 会員番号 お客様番号 ユーザーid 고객 고객id 고객번호 회원번호 회원id 회원 العميل لקוח 顧客コード pelangganid usersid customerref clientref idcustomer iduser idclient",
	RoleDate: "date orderdate transactiondate purchasedate invoicedate saledate salesdate transdate trxdate txndate dateofpurchase dateofsale orderpurchasetimestamp purchasetimestamp ordertimestamp datetime timestamp ordertime transactiontime purchasetime transtime saletime invoicetime eventtime createdat ordercreatedat ordercreated created creationdate orderedat paidat paymentdate paymenttime purchasedat orderdatetime transactiondatetime postingdate bookingdate receiptdate billdate billingdate docdate documentdate visitdate donationdate giftdate time day ds dt dates datum month period week yearmonth " +
		"日期 交易日期 订单日期 购买日期 消费日期 下单日期 销售日期 订单付款时间 付款时间 支付时间 订单创建时间 下单时间 交易时间 购买时间 消费时间 订单时间 成交时间 创建时间 付款日期 支付日期 成交日期 开票日期 时间 訂單日期 交易日期 購買日期 消費日期 下單日期 日期時間 時間 " +
		"bestelldatum kaufdatum rechnungsdatum auftragsdatum belegdatum buchungsdatum verkaufsdatum datumzeit zeitpunkt datecommande datedecommande datedachat dateachat datefacture datetransaction datevente fecha fechapedido fechadecompra fechacompra fechafactura fechaventa fechatransaccion data datapedido datadopedido datacompra datadacompra datavenda dataordine dataacquisto datavendita datafattura besteldatum orderdatum aankoopdatum factuurdatum kopdatum inkopsdatum bestillingsdato købsdato kjøpsdato dato ordredato paivamaara pvm tilauspaiva ostopaiva dataзамовлення datazamowienia datazakupu datasprzedazy datumobjednavky datumnakupu rendelesdatuma datum vasarlasdatuma tarih siparistarihi alistarihi satistarihi islemtarihi faturatarihi дата датазаказа датапокупки датапродажи датавремя tanggal tanggalpembelian tanggaltransaksi tanggalorder ngay ngaymua ngaydathang ημερομηνια 日付 注文日 購入日 購入日時 注文日時 売上日 날짜 일자 주문일 주문일자 주문일시 구매일 구매일자 결제일 결제일시 거래일 거래일자 التاريخ תאריך วันที่",
	RoleAmount: "totalamount amount orderamount totalsales linetotal ordertotal grandtotal totalprice totalrevenue totalpaid totalpaymentvalue paymentvalue transactionamount tranamount transamount trxamount purchaseamount saleamount salesamount invoiceamount paidamount amountpaid netamount amountspent totalspent moneyspent netsales grosssales orderrevenue ordervalue transactionvalue purchasevalue invoicetotal extendedprice lineamount salesvalue revenue sales spend total value monetary monetaryvalue turnover payment paid subtotal gmv amt sum donation gift donationamount gross grosstotal price itemprice " +
		"买家实际支付金额 实付金额 实际支付金额 实付款 实际金额 付款金额 支付金额 成交金额 订单金额 消费金额 交易金额 购买金额 销售金额 总金额 合计金额 金额 应付金额 销售额 成交额 消费额 收入 总价 實付金額 付款金額 訂單金額 消費金額 交易金額 購買金額 銷售金額 總金額 金額 銷售額 " +
		"betrag umsatz gesamtbetrag rechnungsbetrag bestellwert summe gesamtpreis gesamt nettobetrag bruttobetrag wert montant montanttotal chiffredaffaires ca totalttc prixtotal valeur importe importetotal montototal monto valor valortotal ventas preciototal receita faturamento vendas importo importototale totale fatturato ricavo prezzototale bedrag totaalbedrag omzet totaal belopp summa totalbelopp omsattning beloeb belob totalbelob omsetning omsætning summa loppusumma kwota wartosc wartosczamowienia sprzedaz castka celkem cenacelkem osszeg vegosszeg ertek tutar toplam toplamtutar ciro сумма суммазаказа суммапокупки стоимость выручка итого сума jumlahbayar totalharga totalbelanja nominal sotien thanhtien tongtien ποσο αξια 売上 売上金額 購入金額 合計 合計金額 注文金額 支払金額 金額 매출 매출액 금액 결제금액 주문금액 구매금액 구매액 총금액 المبلغ סכום ยอดขาย จำนวนเงิน",
	RoleQuantity: "quantity qty quantityordered orderquantity units unitssold items numitems itemcount pieces pcs volume numberofitems count numcds cds " +
		"数量 件数 购买数量 销售数量 商品数量 宝贝总数量 數量 件數 menge anzahl stueckzahl quantite qte nombre cantidad unidades quantidade qtd qtde quantita qta aantal antal kpl maara ilosc mnozstvi pocet mennyiseg adet miktar количество колво кількість jumlah kuantitas soluong ποσοτητα 個数 数量 수량 개수",
	RolePrice:    "unitprice priceeach price priceperunit itemprice sellingprice saleprice unitcost listprice productprice rate 单价 价格 商品单价 商品价格 售价 單價 價格 einzelpreis stueckpreis preis prixunitaire prix puht preciounitario precio precounitario preco valorunitario prezzounitario prezzo stukprijs eenheidsprijs prijs styckpris enhetspris pris enhedspris yksikkohinta hinta cenajednostkowa cena cenazakus jednotkovacena egysegar ar birimfiyat fiyat цена ценазаединицу ціна harga hargasatuan dongia gia τιμη 単価 価格 단가 가격",
	RoleOrder:    "orderid orderno ordernumber order invoiceno invoice invoicenumber invoiceid transactionid transactionno transactionnumber transaction transid txnid basketid basket receiptid receiptno receipt billno billid bill ticketid ticket salesid saleid purchaseid documentno docno trxid 订单编号 订单号 订单id 订单 交易号 交易编号 发票号 流水号 单号 訂單編號 訂單號 bestellnummer bestellnr auftragsnummer rechnungsnummer belegnummer numerocommande commande numerofacture facture idcommande pedido numeropedido idpedido factura ordine numeroordine fattura bestelnummer ordernummer factuurnummer ordrenummer tilausnumero numerzamowienia zamowienie cisloobjednavky siparisno siparis faturano номерзаказа заказ idзаказа 注文番号 주문번호 주문id nomororder madonhang",
	RoleStatus:   "orderstatus status paymentstatus financialstatus transactionstatus state orderstate salestatus invoicestatus fulfillmentstatus deliverystatus stage dealstage opportunitystage 订单状态 交易状态 状态 支付状态 付款状态 訂單狀態 狀態 bestellstatus zustand statut statutcommande estado estadopedido situacao statuspedido stato statoordine statusen tila stav allapot durum siparisdurumu статус статусзаказа ステータス 注文状態 상태 주문상태 trangthai",
	RoleCurrency: "currency currencycode curr ccy 币种 货币 幣別 waehrung wahrung devise monnaie moneda moeda valuta waluta mena penznem parabirimi валюта 通貨 통화 matauang",

	RoleType: "type transactiontype trxtype trantype txntype ordertype salestype saletype doctype documenttype movementtype paymenttype recordtype kind 类型 交易类型 业务类型 单据类型 订单类型 類型 交易類型 art typ belegart buchungsart vorgangsart tipo tipodocumento tipotransaccion type typetransaction тип типоперации 種別 유형",

	RoleAccount:    "account accountid accountno accountnumber accountname key keyaccount customer customerid customername client company companyname name id 客户 大客户 客户编号 客户名称 客户id 名称 企业名称 公司 公司名称 编号",
	RoleRevenue:    "revenue annualrevenue sales annualsales turnover revenuethisyear salesthisyear now 年销售额 销售额 收入 营业额 本年销售额 今年销售额",
	RoleBefore:     "before revenuebefore salesbefore previousrevenue revenuelastyear saleslastyear previousyear lastyear 上年销售额 去年销售额 上年 去年",
	RoleProfit:     "profit annualprofit margin grossprofit contribution 年利润 利润 毛利",
	RoleYears:      "years yearsascustomer tenure relationshipyears 合作年限 年限 关系年限 合作年数",
	RoleAlignment:  "alignment strategicalignment strategicfit fit 战略协同 战略匹配 协同",
	RoleSharing:    "sharing resourcesharing cooperation 资源共享 共享",
	RoleLoyalty:    "loyalty retention 忠诚度 忠诚",
	RoleDependence: "dependence shareofwallet wallet share supplyshare 依存度 采购占比 份额 钱包份额",
	RolePotential:  "potential growthpotential 潜力 增长潜力",
	RoleService:    "service servicecost costofservice costtoserve 服务成本",

	RoleRepeats:  "x xcal frequency frequencycal freq repeats repeatpurchases repeattransactions numrepeat numberofrepeats p1x 重复购买次数 复购次数 购买次数 频率 频次",
	RoleLast:     "tx txcal recency recencycal last lastpurchase 最近购买 最近一次消费 最近一次购买 tlast",
	RoleAge:      "t tcal age tobs tenure observation lifetime observed 观察期 年龄 客户年龄",
	RoleID:       "id customerid customer custid cust userid clientid cid memberid personid householdid customeruniqueid unnamed0 客户编号 客户id 客户 会员编号 会员id 用户id",
	RoleMonetary: "monetary monetaryvalue monetarymeanrepeat monetaryvaluecal monetarycal monetarymean meanspend averagespend avgspend spend zbar mx meanvalue averageordervalue aov amount 平均金额 平均消费 客单价",
	RoleWeight:   "numcustomers numcust numbercustomers weight weights customers count ncust freqcount howmany custcount 客户数 人数",
}

// ranks are roleWords by name: the role and how likely it is, 1 the likeliest.
var ranks = makeRanks()

func makeRanks() map[Role]map[string]int {
	out := map[Role]map[string]int{}
	for role, words := range roleWords {
		out[role] = map[string]int{}
		for i, w := range strings.Fields(words) {
			if w = plain(w); out[role][w] == 0 {
				out[role][w] = i + 1
			}
		}
	}
	return out
}

// plain returns a column's name as it is compared: letters and digits, in lower
// case and without accents.
func plain(name string) string {
	if p, ok := plains.Load(name); ok {
		return p.(string)
	}
	p := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, fold(name))
	if len(name) < 40 && plainsKept.Add(1) < 4096 {
		plains.Store(name, p)
	}
	return p
}

// plains remembers some names: the same few are asked for many times.
var (
	plains     sync.Map
	plainsKept atomic.Int32
)

// knownName reports whether a name is that of some role.
func knownName(name string) bool {
	for _, r := range logRoles {
		if r.rank(name) > 0 {
			return true
		}
	}
	for _, r := range historyRoles {
		if ranks[r][plain(name)] > 0 {
			return true
		}
	}
	return false
}

// partial are the beginnings and ends by which names beyond the list are known,
// and what makes them something else.
var partial = map[Role]struct{ ends, not []string }{
	RoleCustomer: {[]string{"customerid", "customer_id", "客户编号", "客户id", "会员编号", "用户id", "userid", "clientid", "memberid", "accountid", "shopperid", "customer", "顾客id"}, []string{"name", "city", "state", "type", "segment", "group", "since", "zip", "age", "gender", "count", "country", "address", "rating", "order"}},
	RoleDate:     {[]string{"date", "日期", "时间", "時間", "timestamp", "datetime", "datum", "fecha", "дата", "tarih", "dato", "data"}, []string{"ship", "due", "deliver", "birth", "update", "modif", "regist", "signup", "join", "expir", "end", "start", "return", "cancel", "estimat", "approv", "last", "first", "发货", "收货", "出生", "注册", "更新", "结束", "确认", "carrier", "review", "load", "export", "metadata"}},
	RoleAmount:   {[]string{"amount", "revenue", "金额", "金額", "payment", "sales", "spend", "betrag", "umsatz", "montant", "importe", "sotien", "сумма", "tutar", "totalprice", "ordertotal", "total", "금액", "支付", "belopp", "bedrag", "kwota"}, []string{"unit", "tax", "discount", "ship", "freight", "refund", "balance", "credit", "limit", "cost", "profit", "margin", "tip", "单价", "折扣", "优惠", "运费", "税", "应付", "退款", "fee", "count", "number", "qty", "quantity", "customers", "orders", "items", "subtotal"}},
	RoleQuantity: {[]string{"quantity", "qty", "数量", "anzahl", "menge"}, []string{"stock"}},
	RolePrice:    {[]string{"unitprice", "单价", "einzelpreis", "priceeach", "priceperunit", "price"}, []string{"total"}},
	RoleOrder:    {[]string{"orderid", "orderno", "ordernumber", "invoiceno", "invoiceid", "transactionid", "订单编号", "订单号", "invoicenumber"}, nil},
	RoleStatus:   {[]string{"orderstatus", "订单状态", "交易状态"}, nil},
	RoleCurrency: {[]string{"currency", "币种"}, nil},
}

// moneySuffix are currencies at the end of names: amount_usd, 金额（元）.
var moneySuffix = []string{"usd", "eur", "gbp", "cny", "rmb", "jpy", "inr", "brl", "aud", "cad", "chf", "sek", "nok", "dkk", "pln", "krw", "rub", "try", "mxn", "euro", "euros", "dollars", "元", "人民币", "円", "원", "руб"}

// rank returns how likely a column of that name has the role: 1 the likeliest,
// 0 if nothing speaks for it.
func (r Role) rank(name string) int {
	if !hasLetter(name) {
		return 0
	}
	p := plain(name)
	if k := ranks[r][p]; k > 0 {
		return k
	}
	part, ok := partial[r]
	if !ok || p == "" {
		return 0
	}
	if r == RoleAmount || r == RolePrice {
		for _, s := range moneySuffix {
			for _, cut := range []string{strings.TrimSuffix(p, s), strings.TrimPrefix(p, s)} {
				if cut != p && ranks[r][cut] > 0 {
					return ranks[r][cut]
				}
			}
		}
	}
	for _, n := range part.not {
		if strings.Contains(p, plain(n)) {
			return 0
		}
	}
	for i, e := range part.ends {
		if e = plain(e); strings.HasSuffix(p, e) && p != e || strings.HasPrefix(p, e) && len(p) <= len(e)+9 || len([]rune(e)) > 1 && !ascii([]byte(e)) && strings.Contains(p, e) {
			return 1000 + i
		}
	}
	return 0
}

func hasLetter(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' || s[i] >= 0x80 {
			return true
		}
	}
	return false
}

// columns is which column has which role, −1 for none.
type columns map[Role]int

// Taken is a column and what it was taken for.
type Taken struct {
	Role   Role   `json:"role"`
	Column string `json:"column"`
}

// named finds the columns that the caller names.
func (o Options) named(roles []Role, header []string) (columns, error) {
	c := columns{}
	for role, name := range o.Columns {
		if !has(roles, role) {
			return nil, fmt.Errorf("-columns %s=%s: this kind of file has no such role; it has %s", role, name, joined(roles))
		}
		if strings.EqualFold(name, "none") {
			c[role] = -1
			continue
		}
		at := -1
		for i, h := range header {
			if h == name {
				at = i
				break
			}
			if at < 0 && plain(h) == plain(name) && plain(name) != "" {
				at = i
			}
		}
		if at < 0 {
			var n int
			if _, err := fmt.Sscanf(name, "%d", &n); err == nil && n >= 1 && n <= len(header) && itoa(n) == name {
				at = n - 1
			} else {
				return nil, fmt.Errorf("-columns %s=%s: there is no such column among %s", role, name, list(header, 12))
			}
		}
		for other, used := range c {
			if used == at && used >= 0 {
				return nil, fmt.Errorf("-columns: %q is named as %s and as %s", header[at], other, role)
			}
		}
		c[role] = at
	}
	return c, nil
}

func has(roles []Role, r Role) bool {
	for _, x := range roles {
		if x == r {
			return true
		}
	}
	return false
}

func joined(roles []Role) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return strings.Join(out, ", ")
}

// candidate is a column that may have a role, by its name.
type candidate struct{ at, rank int }

// byName lists the free columns whose name speaks for the role, the likeliest first.
func (c columns) byName(role Role, header []string) []candidate {
	var out []candidate
	for i, h := range header {
		if k := role.rank(h); k > 0 && !c.taken(i) {
			at := len(out)
			for at > 0 && out[at-1].rank > k {
				at--
			}
			out = append(out, candidate{})
			copy(out[at+1:], out[at:])
			out[at] = candidate{i, k}
		}
	}
	return out
}

func (c columns) taken(at int) bool {
	for _, i := range c {
		if i == at {
			return true
		}
	}
	return false
}

// at returns the place of the column of a role, −1 if there is none.
func (c columns) at(r Role) int {
	if i, ok := c[r]; ok {
		return i
	}
	return -1
}
