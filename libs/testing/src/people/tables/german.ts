import type { LanguageTable } from './language-table.ts';

export const german: LanguageTable = {
  code: 'de',
  weight: 10,
  script: 'Latin',
  country: 'DE',
  callingCode: '49',
  familyFirst: false,
  women: {
    common: `Anna Ursula Maria Katharina Elisabeth Sabine Petra Monika Susanne Karin Andrea Renate Claudia Helga Brigitte Birgit Stefanie
      Angelika Heike Gabriele Nicole Ingrid Christine Martina Julia Barbara Martha Gisela Erika Melanie Sandra Anja Hannelore
      Johanna Franziska Lena Sophie Margarete Charlotte Friederike Theresa Magdalena Dorothea Käthe Ilse Hildegard Waltraud Lieselotte
      Kirsten Silke Antje Ute Bärbel Jördis Annika`,
  },
  men: {
    common: `Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe Werner Horst Frank Dieter Manfred Gerhard Hans
      Bernd Thorsten Matthias Helmut Walter Heinz Martin Jörg Rolf Jens Sven Alexander Rainer Joachim Johannes Friedrich Maximilian
      Sebastian Benjamin Florian Tobias Felix Lukas Jonas Paul Karl Rudolf Wilhelm Ludwig Siegfried Götz Björn Sönke Ulrich Konrad
      Anton Josef Franz Georg`,
  },
  families: {
    common: `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
      Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler
      Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther
      Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer
      Vogt Stein Jäger Otto Groß Sommer Seidel Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch
      Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer`,
    rare: {
      share: 0.5,
      first: `Alten Ober Nieder Stein Berg Buchen Eichen Linden Rosen Wald Weiden Hof Kirch Lichten Neu Rot Schön Schwarz Sand Hohen Feld
        Grün Hassel Kalten Langen Mühl Birken Brunn Erlen Falken Gers Hammer Hirsch Kreuz Löwen Oster Pfaffen Reichen Sieben Tann`,
      second: `bach mann hauer meier berger hofer müller stein feld bauer huber brunner städter thaler kamp horst wald eder inger sberg brück
        schmied haus dorfer moser leitner`,
    },
  },
  nicknames: `Elisabeth:Lisa,Elli,Lisbeth,Sissi,Else Katharina:Kathi,Käthe,Katrin,Kati Ursula:Ulla,Uschi Susanne:Susi,Sanne Stefanie:Steffi
    Angelika:Geli Gabriele:Gabi Brigitte:Gitte,Gitta Barbara:Bärbel,Babsi Margarete:Grete,Gretel,Greta Johanna:Hanna,Jo Franziska:Franzi
    Magdalena:Lena,Magda Dorothea:Dora,Thea Friederike:Rike Theresa:Resi,Tessa Charlotte:Lotte Lieselotte:Lilo,Lotte Hildegard:Hilde
    Waltraud:Traudl Hannelore:Hanne,Lore Christine:Christl,Tina Martina:Tina Maria:Mia,Mitzi Julia:Jule Monika:Moni Renate:Nate
    Johannes:Hannes,Hans,Jo Maximilian:Max,Maxi Alexander:Alex,Sascha Sebastian:Basti,Wastl Benjamin:Ben Michael:Michi,Micha Thomas:Tom
    Andreas:Andi Wolfgang:Wolf,Wolle Klaus:Klausi Stefan:Steffen Christian:Chris Manfred:Manni,Fred Gerhard:Gerd Matthias:Matze,Hias
    Joachim:Jochen,Achim Friedrich:Fritz,Fiete Wilhelm:Willi,Helm Rudolf:Rudi Siegfried:Sigi Ulrich:Uli Konrad:Konny,Kurt Anton:Toni
    Josef:Sepp,Jupp Franz:Franzl Georg:Schorsch,Jörg Ludwig:Lutz,Wiggerl Tobias:Tobi Florian:Flo Karl:Kalle Helmut:Helle Günter:Günni`,
  towns: `Berlin|10### Berlin|13### Hamburg|22### München|80### Köln|50### Frankfurt|60### Stuttgart|70### Düsseldorf|40### Leipzig|04###
    Dortmund|44### Essen|45### Bremen|28### Dresden|01### Hannover|30### Nürnberg|90### Münster|48### Freiburg|79### Göttingen|37###`,
  streets: `Hauptstraße Bahnhofstraße Gartenstraße Dorfstraße Schulstraße Bergstraße Lindenstraße Kirchstraße Waldstraße Ringstraße Amselweg
    Goethestraße Schillerstraße Rosenweg Mühlenweg Birkenweg Wiesenweg Am_Markt Feldstraße Parkstraße Friedhofstraße Tulpenweg`,
  houseNumber: 'after',
  mobile: '151########',
  trunk: '0',
  dates: 'day.month.year',
};
