/** Given names whose spellings in a-z are many: Arabic and Turkish, Greek, Hebrew, Thai. */
// cspell:disable
export const further = `
mohammed muhammad mohamed mohammad muhammed mohamad mohd muhamed mehmet mo محمد
ahmed ahmad ahmet أحمد احمد
mahmoud mahmud mahmood محمود
hussein hussain husain hossein husayn hüseyin حسين
hassan hasan حسن
ali aly علي
omar umar ömer omer عمر
othman usman osman uthman عثمان
youssef yusuf yousef yousuf josef youssouf يوسف
ibrahim ebrahim brahim إبراهيم ابراهيم
ismail ismael esmail إسماعيل
khaled khalid khalil خالد
mustafa mostafa moustafa مصطفى
abdullah abdallah abdulla عبدالله
abdulrahman abdelrahman abdurrahman عبدالرحمن
said saeed sayed saïd سعيد
tarek tariq tarik طارق
walid waleed وليد
nour noor nur نور
aisha aysha ayesha ayşe aicha عائشة
fatima fatema fatma fatimah fatoumata فاطمة
khadija khadijah hatice خديجة
maryam mariam meryem miriam مريم
zainab zeinab zaynab zeynep زينب
layla leila laila leyla ليلى
sara sarah سارة
yasmin yasmine jasmin jasmine ياسمين
georgios γεώργιος γιώργος giorgos yiorgos george
konstantinos κωνσταντίνος κώστας costas kostas constantine
dimitrios δημήτριος δημήτρης dimitris jimmy
ioannis ιωάννης γιάννης yannis giannis john
nikolaos νικόλαος νίκος nikos nick
panagiotis παναγιώτης πάνος panos
aikaterini αικατερίνη κατερίνα katerina
eleni ελένη helen
maria μαρία
vasilis βασίλης βασίλειος vasileios bill
avraham אברהם avi avram abraham
yitzhak יצחק itzik isaac
yaakov יעקב kobi jacob
yosef יוסף yossi joseph
moshe משה moishe moses
david דוד dudu dudi
michael מיכאל michal miki
miriam מרים miri
rivka רבקה rivky rebecca
somchai สมชาย somchay
somsak สมศักดิ์
somporn สมพร
sompong สมพงษ์
somboon สมบูรณ์
prasert ประเสริฐ
wichai วิชัย vichai
surachai สุรชัย
chaiwat ชัยวัฒน์ chaiwat
sirichai ศิริชัย
thongchai ธงชัย
kittisak กิตติศักดิ์
nattapong ณัฐพงษ์ nattaphong natthaphong
natthawut ณัฐวุฒิ nattawut
nattaya ณัฐยา natthaya
anan อนันต์ anant
anucha อนุชา
apichat อภิชาติ aphichat
arthit อาทิตย์ athit
kanchana กาญจนา
kanya กัญญา
malee มาลี mali
mana มานะ
manee มานี mani
narong ณรงค์
niran นิรันดร์
nong น้อง
noi น้อย
orawan อรวรรณ
pimchanok พิมพ์ชนก phimchanok
piyada ปิยะดา
piyapong ปิยะพงษ์
porntip พรทิพย์ phonthip pornthip
pranee ปราณี prani
preecha ปรีชา pricha
ratana รัตนา rattana
sakda ศักดา
saowalak เสาวลักษณ์
siriporn ศิริพร siriphon
sudarat สุดารัตน์
sukanya สุกัญญา
sunee สุนีย์
supaporn สุภาพร suphaphon
suchart สุชาติ suchat
suwan สุวรรณ
thaksin ทักษิณ
thanakorn ธนากร thanakon
thanawat ธนวัฒน์
ubon อุบล
wanida วนิดา
wipa วิภา vipa
worawut วรวุฒิ
yingluck ยิ่งลักษณ์ yinglak
`;
