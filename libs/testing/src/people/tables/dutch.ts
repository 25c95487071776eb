import type { LanguageTable } from './language-table.ts';

export const dutch: LanguageTable = {
  code: 'nl',
  weight: 9,
  script: 'Latin',
  country: 'NL',
  callingCode: '31',
  familyFirst: false,
  women: {
    common: `Maria Johanna Anna Elisabeth Cornelia Wilhelmina Catharina Petronella Hendrika Margaretha Adriana Jacoba Emma Julia Sophie
      Geertruida Alida Francisca Theodora Christina Antonia Helena Susanna Magdalena Monique Ingrid Marieke Annemarie Saskia Esther
      Judith Femke Sanne Lotte Fleur Roos Eva Lisa Mila Tess Zoë Noor Iris Merel Hanneke Gerda Ria Truus Yvonne Renée Agnes Josephine
      Gerarda Aleida Bernardina Everdina`,
  },
  men: {
    common: `Johannes Jan Cornelis Hendrik Willem Pieter Petrus Gerrit Jacobus Adrianus Antonius Martinus Theodorus Franciscus Dirk Lambertus
      Nicolaas Gerardus Wilhelmus Henricus Marinus Daan Sem Lucas Bram Thijs Lars Ruben Jeroen Marcel Mark Robert Frank Dennis Sander
      Bas Wouter Maarten Joost Matthijs Sebastiaan Alexander Frederik Albertus Leonardus Arnoldus Bernardus Hubertus Jozef Abraham
      Klaas Teunis Rutger Sjoerd Bartholomeus Christiaan`,
  },
  families: {
    common: `de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer de_Boer Mulder de_Groot Bos Vos Peters Hendriks
      van_Leeuwen Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer van_der_Linden Kok Jacobs de_Haan Vermeulen van_den_Heuvel
      van_der_Veen van_den_Broek de_Bruijn de_Bruin van_der_Heijden Schouten van_Beek Willems van_Vliet van_de_Ven Hoekstra Maas Verhoeven
      Koster van_Dam van_der_Wal Prins Blom Huisman Peeters Kuipers van_Veen van_Dongen Veenstra Kramer van_den_Bosch van_der_Meulen
      Mol Zijlstra van_der_Velde Timmermans Willemsen Sanders Hermans van_Wijk Bosman Postma Schipper Kuijpers Martens Gerritsen
      van_der_Pol van_Loon Scholten Groen Lammers Verbeek`,
    rare: {
      share: 0.5,
      first: `van_der_ van_den_ van_de_ van_ ter_ ten_ Oude Nieuwe Groot Klein Hoog Laag Wester Ooster Noord Zuid Berken Eiken Linden Dijk
        Water Veld Steen Molen Zand Bos Duin Hei Kerk Meer`,
      second: `berg stra huis kamp hof veld man huizen horst brink laar wijk schot beek sma inga ema hoven donk broek mans zaal loo meijer
        meulen weide waard poel`,
    },
  },
  nicknames: `Johanna:Joke,Jo,Hanna,Annie,Jannie Maria:Marie,Mieke,Ria,Miep,Mia Elisabeth:Bep,Els,Lies,Liesbeth,Betsie Cornelia:Corrie,Cor,Nel
    Wilhelmina:Willy,Mien,Mina,Wil Catharina:Trijn,Toos,Rina,Kaatje,Tineke Petronella:Nel,Nelly,Petra Hendrika:Rika,Riek,Hennie Margaretha:Greet,Gré,Marga,Griet
    Adriana:Adri,Jaantje,Sjaan Jacoba:Coby,Co,Jacqueline Geertruida:Truus,Geertje,Trudy Alida:Alie,Lida Francisca:Fransje,Cisca,Sjaan
    Theodora:Dora,Door,Thea Christina:Stien,Chris,Tine Antonia:Toos,Tonnie Helena:Leni,Lena,Heleen Magdalena:Leentje,Magda Gerarda:Gerda
    Aleida:Leida Bernardina:Dien,Berdien Everdina:Eefje,Dina Josephine:Jos,Josje Judith:Juut Annemarie:Annemiek
    Johannes:Jan,Hans,Johan,Jo,Hannes Cornelis:Cees,Kees,Cor,Nelis Hendrik:Henk,Rik,Hein Willem:Wim,Pim,Wil Pieter:Piet,Peter Petrus:Piet,Peter,Pierre
    Gerrit:Ger,Gert Jacobus:Jaap,Jack,Sjaak,Koos,Ko Adrianus:Ad,Arie,Janus,Adri Antonius:Ton,Toon,Tom,Teun Martinus:Tinus,Martin,Rinus
    Theodorus:Theo,Dorus Franciscus:Frans,Cis Lambertus:Bert,Lambert,Bart Nicolaas:Nico,Klaas,Nicky Gerardus:Gerard,Gerrit,Ger,Sjra
    Wilhelmus:Wim,Willem,Wil Henricus:Henk,Harrie,Hein,Rik Marinus:Rinus,Rien Albertus:Bert,Ab,Albert Leonardus:Leo,Leen,Nardus
    Arnoldus:Arno,Nol,Noud Bernardus:Ben,Bernard,Nardus Hubertus:Huub,Bert,Huib Jozef:Jos,Jef,Sjef Abraham:Bram,Ab Teunis:Teun
    Bartholomeus:Bart,Mees Christiaan:Chris,Christ Frederik:Frits,Fred,Rik Sebastiaan:Bas Alexander:Alex,Lex,Sander Matthijs:Thijs,Ties Maarten:Maart`,
  towns: `Amsterdam|10##_AA Rotterdam|30##_AA Den_Haag|25##_AA Utrecht|35##_AA Eindhoven|56##_AA Groningen|97##_AA Tilburg|50##_AA Almere|13##_AA
    Breda|48##_AA Nijmegen|65##_AA Arnhem|68##_AA Haarlem|20##_AA Enschede|75##_AA Zwolle|80##_AA Leiden|23##_AA Maastricht|62##_AA
    Leeuwarden|89##_AA Deventer|74##_AA`,
  streets: `Kerkstraat Schoolstraat Molenstraat Dorpsstraat Stationsweg Julianastraat Wilhelminastraat Nieuwstraat Beatrixstraat Hoofdstraat
    Molenweg Emmastraat Parallelweg Eikenlaan Beukenlaan Lindelaan Prinsengracht Marktplein Burgemeester_de_Vrieslaan Zonnebloemstraat`,
  houseNumber: 'after',
  mobile: '6########',
  trunk: '0',
  dates: 'day-month-year',
};
