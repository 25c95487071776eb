/** How columns are called, word for word, in languages other than English: what stands in the exports of shops and in the lists that people keep. */
import { type Role } from './roles.ts';

// cspell:disable
// Small letters, words parted by single spaces, as `wordsOf` has them.
export const headings: Readonly<Record<string, Partial<Record<Role, string>>>> = {
  nl: {
    phone:
      'telefoon, telefoonnummer, telefoonnr, mobiel, mobiel nummer, mobiele nummer, mobiele telefoon, gsm, gsm nummer',
    ...{ birthday: 'geboortedatum', birthYear: 'geboortejaar', birthMonth: 'geboortemaand', birthDay: 'geboortedag' },
    ...{ nationalId: 'burgerservicenummer', loyalty: 'klantenkaart, klantenkaartnummer, spaarkaart' },
    customer: 'klant, klantnummer, klantnr, klant nr, klant id, klantcode, relatienummer, debiteurnummer, lidnummer',
    ...{ order: 'bestelnummer, bestelling, ordernummer, factuurnummer, bonnummer' },
    ...{ product: 'artikelnummer, artikelnr, artikelcode, productcode, productnummer', quantity: 'aantal' },
    ...{ productName: 'artikelnaam, productnaam, omschrijving', price: 'prijs, stuksprijs' },
    ...{ amount: 'bedrag, totaal, totaalbedrag, omzet', currency: 'valuta, munt' },
    ...{ firstName: 'voornaam, voornamen, roepnaam', namePrefix: 'tussenvoegsel, tussenvoegsels, voorvoegsel' },
    ...{ lastName: 'achternaam, familienaam', fullName: 'naam, volledige naam', gender: 'geslacht' },
    ...{ title: 'aanhef, aanspreekvorm', houseNumber: 'huisnummer, huisnr', street: 'straat, straatnaam, adres' },
    ...{ city: 'plaats, woonplaats, stad, gemeente', region: 'provincie' },
  },
  ru: {
    email: 'адрес электронной почты, имейл, емейл',
    phone: 'тел, моб, мобильный, сотовый',
    ...{ loyalty: 'бонусная карта, скидочная карта, дисконтная карта, номер бонусной карты' },
    customer: 'код клиента, номер клиента, ид клиента, id клиента, код покупателя, номер покупателя, код контрагента',
    ...{ order: 'номер заказа, номер чека, номер счета' },
    ...{ middleName: 'отчество', fullName: 'фамилия имя отчество, имя и фамилия, полное имя, ф и о' },
    city: 'населенный пункт, населённый пункт',
  },
  be: {
    email: 'пошта, электронная пошта, эл пошта, адрас электроннай пошты',
    phone: 'тэлефон, нумар тэлефона, мабільны, мабільны тэлефон',
    birthday: 'дата нараджэння, дзень нараджэння',
    ...{ birthYear: 'год нараджэння', birthMonth: 'месяц нараджэння' },
    customer: 'кліент, код кліента, нумар кліента, ід кліента, пакупнік, код пакупніка, нумар пакупніка',
    ...{ row: 'ід', order: 'замова, нумар замовы, чэк, нумар чэка' },
    ...{ product: 'артыкул, код тавару', productName: 'тавар, назва тавару, найменне', quantity: 'колькасць' },
    ...{ price: 'цана, кошт', amount: 'сума, разам', firstName: 'імя', middleName: 'імя па бацьку' },
    ...{ lastName: 'прозвішча', fullName: 'поўнае імя, прозвішча імя імя па бацьку', title: 'зварот' },
    ...{ houseNumber: 'нумар дома', street: 'вуліца, адрас', city: 'горад, населены пункт' },
    ...{ postalCode: 'індэкс, паштовы індэкс', region: 'вобласць, рэгіён', country: 'краіна' },
  },
  zh: {
    email: '邮箱, 电子邮箱, 电子邮件, 邮件, 邮件地址, 郵箱, 電子郵件, 電子信箱',
    phone: '手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 手機, 手機號碼, 電話, 電話號碼, 行動電話',
    ...{ birthday: '出生日期, 生日, 出生年月日', birthYear: '出生年份', birthMonth: '出生月份' },
    nationalId: '身份证, 身份证号, 身份证号码, 身分證, 身分證字號',
    loyalty: '会员卡, 会员卡号, 會員卡, 會員卡號',
    customer:
      '客户编号, 客户号, 客户id, 客户代码, 顾客编号, 会员号, 会员编号, 会员id, 用户id, 用户编号, 客戶編號, 會員編號, 用戶id',
    ...{ order: '订单, 订单号, 订单编号, 訂單, 訂單編號' },
    ...{ product: '商品编号, 商品编码, 货号, 商品編號', productName: '商品, 商品名称, 品名, 商品名稱' },
    ...{ quantity: '数量, 數量', price: '单价, 价格, 單價, 價格', currency: '币种, 货币, 幣別' },
    amount: '金额, 总额, 总金额, 合计, 订单金额, 金額, 總額, 合計',
    ...{ firstName: '名', lastName: '姓, 姓氏', fullName: '姓名, 名字, 全名, 客户姓名, 客户名称, 客戶姓名' },
    ...{ gender: '性别, 性別', title: '称呼, 称谓, 稱呼, 稱謂', houseNumber: '门牌号, 門牌號碼' },
    street: '地址, 详细地址, 街道, 街道地址, 住址, 联系地址, 詳細地址',
    ...{ city: '城市, 市, 所在城市', postalCode: '邮编, 邮政编码, 郵編, 郵遞區號', region: '省, 省份' },
    ...{ country: '国家, 國家', event: '事件' },
  },
  th: {
    email: 'อีเมล, อีเมล์, อีเมลล์',
    phone: 'โทรศัพท์, โทร, เบอร์โทร, เบอร์โทรศัพท์, เบอร์มือถือ, มือถือ, หมายเลขโทรศัพท์',
    birthday: 'วันเกิด, วันเดือนปีเกิด, วัน เดือน ปีเกิด, วัน เดือน ปี เกิด',
    ...{ birthYear: 'ปีเกิด', birthMonth: 'เดือนเกิด' },
    nationalId: 'บัตรประชาชน, เลขบัตรประชาชน, เลขประจำตัวประชาชน',
    loyalty: 'บัตรสมาชิก, เลขบัตรสมาชิก',
    customer: 'ลูกค้า, รหัสลูกค้า, เลขที่ลูกค้า, รหัสสมาชิก, หมายเลขสมาชิก, เลขที่สมาชิก',
    order: 'เลขที่ใบสั่งซื้อ, เลขที่คำสั่งซื้อ, หมายเลขคำสั่งซื้อ, เลขที่ใบเสร็จ',
    ...{ product: 'รหัสสินค้า', productName: 'สินค้า, ชื่อสินค้า', quantity: 'จำนวน', price: 'ราคา, ราคาต่อหน่วย' },
    ...{ amount: 'ยอดรวม, ยอดเงิน, จำนวนเงิน, รวม', currency: 'สกุลเงิน' },
    ...{ firstName: 'ชื่อ, ชื่อจริง', lastName: 'นามสกุล, สกุล' },
    ...{ fullName: 'ชื่อ นามสกุล, ชื่อนามสกุล, ชื่อ สกุล, ชื่อเต็ม', gender: 'เพศ', title: 'คำนำหน้า, คำนำหน้าชื่อ' },
    ...{ houseNumber: 'บ้านเลขที่, เลขที่บ้าน', street: 'ที่อยู่, ถนน', city: 'เมือง, อำเภอ, เขต, อำเภอ เขต' },
    ...{ postalCode: 'รหัสไปรษณีย์', region: 'จังหวัด', country: 'ประเทศ' },
  },
  de: {
    phone: 'mobil, mobilnummer, rufnummer',
    customer: 'kundennummer, kundennr, kunden nr, mitgliedsnummer',
    ...{ order: 'auftragsnummer, rechnungsnummer, belegnummer', product: 'artikelnummer, artikelnr' },
    ...{ firstName: 'rufname', lastName: 'familienname', fullName: 'vollständiger name, vor und nachname' },
    ...{ street: 'adresse, anschrift', city: 'wohnort', postalCode: 'postleitzahl', region: 'bundesland' },
  },
};
// cspell:enable

const meanings = new Map(
  Object.values(headings).flatMap((roles) =>
    Object.entries(roles).flatMap(([role, names]) => names.split(', ').map((name) => [name, role] as const)),
  ),
);

/** Whether a column of these words is called so in one of them. */
export const isHeadingOf = (role: Role, words: string): boolean => meanings.get(words) === role;
