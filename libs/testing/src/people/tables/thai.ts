import type { LanguageTable } from './language-table.ts';

export const thai: LanguageTable = {
  code: 'th',
  weight: 6,
  script: 'Thai',
  country: 'TH',
  callingCode: '66',
  familyFirst: false,
  women: {
    common: `สมหญิง=Somying สมศรี=Somsri/Somsi สุดา=Suda มาลี=Malee/Mali นิภา=Nipa/Nipha วันดี=Wandee/Wandi ศิริพร=Siriporn/Siriphon สุภาพร=Supaporn/Suphaphon พรทิพย์=Pornthip/Phonthip นงนุช=Nongnuch/Nongnut
      อรทัย=Orathai/Oratai กนกวรรณ=Kanokwan จันทร์เพ็ญ=Chanpen/Janpen ปราณี=Pranee/Prani รัตนา=Rattana วิภา=Wipa/Vipa สุนีย์=Sunee/Suni อัญชลี=Anchalee/Anchali ณัฐธิดา=Natthida/Nattida พิมพ์ชนก=Pimchanok/Phimchanok
      ชนิดา=Chanida/Chanita กัญญา=Kanya สุกัญญา=Sukanya วาสนา=Wassana/Vasana จิราพร=Jiraporn/Chiraphon เบญจมาศ=Benjamas/Benchamat ขวัญใจ=Khwanjai/Kwanjai ดวงใจ=Duangjai/Duangchai ลัดดา=Ladda ประไพ=Prapai/Praphai`,
  },
  men: {
    common: `สมชาย=Somchai สมศักดิ์=Somsak ประเสริฐ=Prasert/Prasoet สุชาติ=Suchat/Suchart วิชัย=Wichai/Vichai ประยุทธ=Prayut/Prayuth สมบัติ=Sombat ณัฐพล=Nattapon/Natthaphon ธนา=Thana/Tana อนุชา=Anucha กิตติ=Kitti
      พงษ์ศักดิ์=Pongsak/Phongsak วีระ=Wira/Veera/Weera สุรชัย=Surachai ชัยวัฒน์=Chaiwat ธีรพงษ์=Theerapong/Thiraphong ไพโรจน์=Pairoj/Phairot บุญมี=Bunmi/Boonmee มานะ=Mana อภิชาติ=Apichat/Aphichat นพดล=Noppadon/Nopphadon
      เกรียงไกร=Kriangkrai จักรพันธ์=Chakraphan/Jakkrapan ศุภชัย=Supachai/Suphachai ทวี=Thawi/Tawee สุวิทย์=Suwit วรวุฒิ=Worawut/Vorawut ปรีชา=Preecha/Pricha ชาญชัย=Chanchai/Charnchai เอกชัย=Ekachai/Ekkachai`,
  },
  families: {
    common: `แสงทอง=Saengthong/Sangthong ศรีสุข=Srisuk/Sisuk บุญมี=Bunmi/Boonmee ทองดี=Thongdi/Thongdee สุขสวัสดิ์=Suksawat ใจดี=Chaidi/Jaidee แก้วมณี=Kaeomani/Kaewmanee วงศ์สวัสดิ์=Wongsawat/Vongsawat`,
    // A family name is given to one family by law: nearly all are rare.
    rare: {
      share: 0.93,
      first: `ศรี=Sri/Si ทอง=Thong/Tong บุญ=Bun/Boon แสง=Saeng/Sang สุข=Suk/Sook วงศ์=Wong/Vong แก้ว=Kaeo/Kaew พงษ์=Phong/Pong ชัย=Chai รัตน=Rattana สุวรรณ=Suwan จันทร์=Chan/Jan เพชร=Phet/Petch มณี=Mani/Manee ธนะ=Thana/Tana กิตติ=Kitti
        วิจิตร=Wichit/Vijit อินทร=Inthara/Intara พิพัฒน์=Phiphat/Pipat นิล=Nin ประ=Pra เจริญ=Charoen/Jaroen ไพ=Phai/Pai ดวง=Duang มงคล=Mongkhon/Mongkol สิริ=Siri อุดม=Udom เลิศ=Loet/Lert คง=Khong/Kong ยอด=Yot/Yod`,
      second: `สวัสดิ์=sawat ทรัพย์=sap เจริญ=charoen/jaroen วัฒน์=wat สกุล=sakun/sakul พันธุ์=phan/pan ศักดิ์=sak มงคล=mongkhon/mongkol กุล=kun/kul ชัย=chai รัตน์=rat ประเสริฐ=prasoet/prasert สุข=suk วงศ์=wong/vong ดี=di/dee งาม=ngam ทอง=thong/tong
        วานิช=wanit/vanich สิน=sin บุตร=but/butr เดช=det/dej ไพศาล=phaisan/paisarn พร=phon/porn ธรรม=tham ภักดี=phakdi/pakdee เลิศ=loet/lert มาศ=mat/mas จิตร=chit/jit อนันต์=anan นคร=nakhon/nakorn ชูชื่น=chuchuen ผล=phon/pol`,
    },
  },
  nicknames: `*:เล็ก=Lek,นก=Nok,ต้น=Ton,แดง=Daeng,ปลา=Pla,ไก่=Kai,หนู=Nu,น้อย=Noi,ใหญ่=Yai,เอก=Ek,ฝน=Fon,แอน=Ann,บอล=Ball,แบงค์=Bank,มุก=Mook,พลอย=Ploy,เมย์=May,กอล์ฟ=Golf,เจี๊ยบ=Jeab,อ้อ=Aor,ป๋อง=Pong,หมู=Moo,ส้ม=Som,จอย=Joy`,
  towns: `กรุงเทพมหานคร=Bangkok/Krung_Thep|10### เชียงใหม่=Chiang_Mai|50### ขอนแก่น=Khon_Kaen|40### นครราชสีมา=Nakhon_Ratchasima/Korat|30### ภูเก็ต=Phuket|83### หาดใหญ่=Hat_Yai|90### อุดรธานี=Udon_Thani|41### ชลบุรี=Chonburi/Chon_Buri|20###
    ระยอง=Rayong|21### พิษณุโลก=Phitsanulok|65### อยุธยา=Ayutthaya|13### สงขลา=Songkhla|90###`,
  streets: `ถนนสุขุมวิท=Sukhumvit_Road ถนนพระราม_4=Rama_IV_Road ถนนเพชรเกษม=Phetkasem_Road ถนนลาดพร้าว=Lat_Phrao_Road ถนนพหลโยธิน=Phahonyothin_Road ถนนมิตรภาพ=Mittraphap_Road ถนนนิมมานเหมินท์=Nimmanhaemin_Road ถนนสีลม=Silom_Road ถนนเจริญกรุง=Charoen_Krung_Road`,
  houseNumber: 'before',
  mobile: '81#######',
  trunk: '0',
  dates: 'buddhist',
};
