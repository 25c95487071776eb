/** Dutch, German, Polish, Spanish, French, Italian and Portuguese given names with what their bearers are called. */
// cspell:disable
export const european = `
adrianus adriaan ad arjan adri janus adrian
alida alie lida aaltje
aleida aaltje alie
andreas andries dries andre
antonius anton toon ton antoon antonie teun theunis twan antoine
antonia antje tonnie toos antoinette
arnoldus arnold nol aart arend
bartholomeus bart mees
bernardus bernard ben bernd bernhard
catharina trijn tineke katrien toos rina trijntje cato karin ineke catrien nynke
christiaan chris kris christian carsten
cornelia corrie cor nel neeltje keetje cobie lia
cornelis cor kees cees nelis krelis cornelius
dirk diederik dick derk durk
elisabeth els lies elsje liesbeth betje bep lijsbeth elly ilse lisette liesje lisbeth elise elli
everdina dina evertje
franciscus frans francis cis frank franz
francisca fransje francien cisca sissy
frederik freek fred frits frederick rik
gerardus gerard gerrit geert gerd ger gerhard
gerarda gerda gera
geertruida truus geertje trudy geerte truida truusje
gijsbert gijs bert
gertrud trude gerti gerda traudl
hendrik henk hein rik henri harrie heino heinrich henry
hendrika rika hennie ria riek hendrikje henriette hettie
hubertus huub bert hub hubert
helena leen lena leentje heleen ellen lenie
hieronymus jeroen
jacobus jacob koos jaap cobus sjaak ko jack jakob coos
jacoba coba cobie co jacomina
jan johan johannes hans jo joop janus johann john hannes
janna jannie jantje
johanna jo annie hanna joke jopie hannie anja hanneke janneke joanne hannah hansje
josephus jos jozef joep sjef zef josef joseph sepp
josepha jos josephine josefien fien
lambertus bert lammert bart lambert
laurens lau rens lourens laurentius
leonardus leo leen leonard
lodewijk lode louis wiek ludo ludwig
maria marie mies ria rietje marieke mieke marja mia miep maartje marijke maaike marian mariette marietta marika mariska maryam mitzi
margaretha greet margriet gretha marga griet greta grietje margret gretel
marcelis marcel
martinus martin maarten tinus martijn mart
mattheus matthijs thijs ties mathieu tijs matthias
michiel michael chiel giel machiel
nicolaas klaas nico nicolas claas nicolaus nikolaus niklas klaus
paulus paul pauw
petronella nel nelleke pietje petra ella pieternel
petrus piet peter pieter pier pit
pieternella pietje nel
rudolf rudi ruud roelof rolf ruedi
sebastiaan bas bastiaan seb sebastian basti
simon siem siemen
stephanus stef stefan steven stephan
theodorus theo dorus dirk theodoor door
theresia trees resi thera reesi therese
thomas tom thom maas
wilhelmina mina wil willemijn willy mien minke willemien helma wilma mientje
wilhelmus wim willem wil guillaume pim helmus wilhelm willi helmut
wouter walter wout
albrecht albert
alexandra sandra alex lexa
annette anne
barbara babsi bärbel
elfriede friedel elfi
eleonore lore nora
friedrich fritz fred friedel frederik
georg jörg jürgen schorsch
gottfried friedel
günther günter guenther
hans-peter hape
hedwig hedi hede
hildegard hilde hilda
ingeborg inge inga
jakob jockel jaap
joachim achim jochen jo
karl carl kalle charles
katharina käthe kathi kathrin katrin katja nina trina rina
konrad kurt conny
kunigunde kuni
leopold leo poldi
ludwig lutz wiggerl louis
magdalena lena magda leni magdalene
manfred manni fred
margarete grete gretchen marga gretel rita
maximilian max maxi
sabine bine biene
siegfried sigi
susanne susi sanne
sieglinde linde sigi
ulrich uli ulli
ulrike uli ulli rike
ursula uschi ulla ursel
waltraud traudl trude
wolfgang wolf wolfi
agnieszka aga agusia agnes
aleksandra ola olka olunia
andrzej jędrek andrew
anna ania anka aneczka anusia
antoni antek tosiek
barbara basia baśka
bartłomiej bartek
beata beatka
bogdan boguś
bolesław bolek
czesław czesiek
dorota dorotka
elżbieta ela elka
ewa ewka ewunia
franciszek franek
grzegorz grzesiek grzes
halina halinka hala
henryk henio heniek
irena irka
jadwiga jadzia
jakub kuba kubuś
jan janek jasiek jaś
janusz januszek
jerzy jurek
joanna asia aśka
józef józek
katarzyna kasia kaśka
kazimierz kazik
krystyna krysia
krzysztof krzysiek krzys
łukasz łukaszek
maciej maciek
magdalena magda madzia
małgorzata gosia małgosia gośka
marek mareczek
maria marysia maryla marysieńka
mateusz mati
michał michałek
mikołaj mikołajek
paweł pawełek
piotr piotrek piotruś
ryszard rysiek
stanisław staszek stasiek stach
stefan stefek
tadeusz tadek
tomasz tomek
wojciech wojtek
zbigniew zbyszek
zofia zosia zośka
alejandro alex jandro
antonio toño toni toñín
beatriz bea betty
carlos carlitos
concepción concha conchita conchi
consuelo chelo
cristina cris tina
dolores lola loli lolita
eduardo edu lalo
enrique quique kike
ernesto neto
fernando fer nando
francisco paco pancho fran curro kiko frasquito cisco
gabriel gabi gabo
guadalupe lupe lupita
guillermo memo guille
gregorio goyo
ignacio nacho iñaki
isabel isa chabela
jesús chucho suso
josé pepe pepito chepe
josefa pepa pepita
juan juanito juancho
juana juanita
luis lucho luisito
manuel manolo manu lolo
maría mari marita maruja
mercedes merche
miguel migue micky
montserrat montse
pedro perico
pilar pili
rafael rafa
ramón moncho
ricardo ricky richi
roberto beto
rosario charo
santiago santi diego yago
teresa tere maite
vicente chente
andré dédé
benoît ben
bernadette nadette
catherine cathy kati
christophe chris
dominique dom
elisabeth babette lisette lise
françois fanfan
françoise fanchon soizic
frédéric fred
guillaume guigui
jacqueline jacotte
jean jeannot
joseph jojo
laurent lolo
louis loulou
marguerite margot
mathieu mat
nicolas nico
philippe phil
stéphane steph
alessandro sandro ale alex
antonio tonino nino totò
bartolomeo meo
caterina rina katia
domenico mimmo mimì
enrico rico
federico fede chicco
francesco franco ciccio checco
gennaro
giacomo mino
giovanni gianni nino vanni
giuseppe beppe peppe pino peppino
giuseppina pina giusy
luigi gigi gino
margherita rita ghita
salvatore totò turi
vincenzo enzo
antônio tonho toninho
fernando nando
francisco chico
joão joãozinho
joaquim quim
josé zé zeca
luís lula luizinho
maria mariazinha
sebastião tião bastião
`;
