/** Russian, Belarusian and Ukrainian given names with their short forms, and Latin forms that no table of letters yields. */
// cspell:disable
export const slavic = `
agata агата агаша гаша agatha
adam адам адась
aleksandr александр аляксандр олександр саша шура саня сашка шурик алекс алесь алік алик санёк alexander aleksander oleksandr aliaksandr alyaksandr sasha sanya alex ales
aleksandra александра аляксандра олександра саша шура саня сашенька алеся леся alexandra aleksandra oleksandra aliaksandra sasha alex alesia
aleksey алексей аляксей олексій лёша леша алёша алеша лёха лексей alexey alexei aleksei aliaksei oleksii lyosha alyosha lesha alex
alina алина аліна аля alina
alisa алиса аліса алиска alisa alice
alla алла ала аллочка
alyona алёна алена олена алёнка alyona alena aliona olena
anastasia анастасия анастасія настасья настя ася стася наста nastya nastia anastasiya anastasiia asya nasta stasia
anatoly анатолий анатоль анатолій толя толик anatol anatoly tolya
andrey андрей андрэй андрій андрюша дрюня andrei andrej andriy andrii andrew andrusha
anna анна ганна аня нюра нюша анюта аннушка ганя гануся anna hanna anya ania ann
anton антон антоха тоша тося
antonina антонина антаніна тоня тося tonya
arkady аркадий аркадзь аркадій аркаша arkady
artyom артём артем артёмий артемий арцём тёма тема artem artyom artiom artsiom tyoma
boris борис барыс боря барыска borys barys borya
valentin валентин валянцін валя valentyn valiantsin
valentina валентина валянціна валя valiantsina valya
valery валерий валерый валерій валера valeriy valeri valera
valeria валерия валерыя валерія лера валера valeriya lera valeryia
varvara варвара варя barbara varya
vasily василий васіль василь вася васька vasil vasyl vasya basil vassily
vera вера віра верочка vira
veronika вероника вераніка вероніка ника вера nika veranika
victor виктор віктар віктор витя viktar viktor vitya victor
victoria виктория вікторыя вікторія вика viktoria viktoryia vika victoria viktoriya
vitaly виталий віталь віталій виталик виталя vital vitali vitaliy vitalik
vladimir владимир уладзімір володимир вова володя вовка вовчик влад volodymyr uladzimir vova volodya wladimir vladimir
vladislav владислав уладзіслаў владислав влад владик слава vlad uladzislau vladyslav
vyacheslav вячеслав вячаслаў в'ячеслав слава славик slava viachaslau viacheslav
galina галина галіна галя halina galya halyna
gennady геннадий генадзь геннадій гена henadz gennadiy gena hennadii
georgy георгий георгій георгі гоша жора гера юрий george georgiy heorhi georgi gosha zhora
gleb глеб глеб глебушка hleb
grigory григорий рыгор григорій гриша ryhor hryhoriy grisha gregory grigoriy
darya дарья дар'я дарина даша дашка daria darya daryia dasha darina
denis денис дзяніс дэніс дениска денчик dzianis denys
dmitry дмитрий дзмітрый зміцер дмитро дима митя димка dmitriy dmitri dzmitry dmytro dima mitya dmitrii zmicer
evgeny евгений яўген євген женя жека eugene evgeny yauhen yevhen yevgeny zhenya evgeniy yauheni
evgenia евгения яўгенія євгенія женя eugenia evgeniya yevgenia zhenya yauheniya
egor егор ягор гоша егорка yegor yahor egor
ekaterina екатерина кацярына катерина катя катюша катька екатеріна yekaterina ekaterina katsiaryna kateryna katya katia kate catherine katerina
elena елена алена олена лена леночка алёна ленка yelena helena elena alena olena lena helen
elizaveta елизавета лізавета єлизавета лиза лизавета yelizaveta elizabeth elizaveta lizaveta liza yelyzaveta lisa
zhanna жанна жана жаннетта zhanna janna
zinaida зинаида зінаіда зина zina
zoya зоя зоечка zoe zoya zoja
ivan иван іван янка ваня ванька иванушка ivan ian vanya yanka
igor игорь ігар ігор гарик гоша igor ihar ihor
ilya илья ілля илюша илюха ілья ilya illia ilia
inna инна іна іннa
irina ирина ірына ирыся ира ириша іра iryna irina ira
kirill кирилл кірыл кирило кира кирюша kiryl kyrylo cyril kirill
konstantin константин канстанцін костя котя kanstantsin kostya constantine
kristina кристина крысціна христина крис krystsina khrystyna christina kristina
ksenia ксения ксенія аксинья оксана ксюша ксеня kseniya oksana aksinya xenia ksyusha
larisa лариса ларыса лара larysa lara
leonid леонид леанід лёня лёнька леня leanid lyonya
lev лев леў лёва лева leu leo lyova
lidia лидия лідзія лідія лида lidiya lida lydia lidziya
lilia лилия лілія лиля lilya liliya lily
lyubov любовь любоў любов люба любаша liubou luba lyuba
lyudmila людмила людміла люда люся мила liudmila lyuda lyusya ludmila mila
maxim максим максім макс максимка maksim maksym max maksim maxim
margarita маргарита маргарыта рита марго rita margaryta margo
marina марина марына маринка мариша maryna marina
maria мария марыя марія марья маша маруся маня машенька марийка маняша марыська машка муся mariya maryia mariia marya masha maria marie marija maryja mariyka manya marusya
mikhail михаил міхаіл міхась михайло миша мишка мишаня mikhail mikhas mihail mykhailo misha michael michail
nadezhda надежда надзея надія надя надюша nadzeya nadiya nadya nadia
natalia наталья наталия наталля наталія ната наташа таша наталка nataliya natallia natalya natasha nata natalie
nikita никита мікіта микита ника mikita mykyta
nikolay николай мікалай микола коля колька николаша nikolai mikalai mykola kolya nicholas nikolaj
nina нина ніна ниночка
oksana оксана аксана ксюша ксана aksana oxana ksana
oleg олег алег олежка aleh oleh
olga ольга вольга оля олюшка олечка volha olha olya
pavel павел павел павло паша павлик паўлюк pavlo paul pasha paviel
pyotr пётр петр пятро петро петя петька petr piotr piatro petro petya peter pyotr
polina полина паліна поля полинка апполинария palina polya
roman роман раман рома ромка raman roma
ruslan руслан русик
svetlana светлана святлана світлана света светка sviatlana svitlana sveta lana
semyon семён семен сямён сёма semen siamion syoma simon
sergey сергей сяргей сергій серёжа сережа серый серж sergei siarhei serhiy serhii seryozha sergej serge serj
sofia софия софья соф'я софія соня сонечка sofya sofiya sonya sonia sophia
stanislav станислав станіслаў слава стас stanislau stas stanislaw
stepan степан сцяпан стёпа stsiapan stiopa stepa stephen
taisia таисия таісія тая тася taisiya tasya
tamara тамара тома тамарка toma
tatiana татьяна таццяна тетяна таня танюша танька tatsiana tetiana tanya tatyana tania
timofey тимофей цімафей тимофій тима tsimafei tima timothy timofei
ulyana ульяна уляна юляна ulyana uliana
fyodor фёдор федор хведар федір федя fedor fiodar fedir fedya theodore
filipp филипп піліп пилип филя filipp pilip philip
eduard эдуард едуард эдик edik edward
elvira эльвира эльвіра эля elvira
yulia юлия юлія юля юлька julia yuliya iuliia yulya juliya
yuri юрий юрый юрій юра юрка юрась yury yuriy jury yura iurii
yakov яков якаў якуб яша yakau jacob yasha
yana яна яночка янина yana jana
yaroslav ярослав яраслаў ярик слава yaraslau yarik jaroslav
`;
