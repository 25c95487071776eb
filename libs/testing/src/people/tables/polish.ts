import type { LanguageTable } from './language-table.ts';

export const polish: LanguageTable = {
  code: 'pl',
  weight: 8,
  script: 'Latin',
  country: 'PL',
  callingCode: '48',
  familyFirst: false,
  women: {
    common: `Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Zofia Aleksandra Monika Teresa Danuta Natalia
      Julia Karolina Marta Beata Dorota Jadwiga Janina Alicja Jolanta Grażyna Iwona Irena Paulina Justyna Zuzanna Bożena Urszula Hanna
      Wiktoria Renata Helena Agata Sylwia Bogusława Stanisława Izabela Kinga Weronika Łucja Róża Dominika Kamila Emilia Wanda`,
  },
  men: {
    common: `Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Stanisław Marek Łukasz Grzegorz Mateusz Wojciech Mariusz Dariusz
      Zbigniew Maciej Rafał Robert Józef Jerzy Kamil Jacek Dawid Tadeusz Ryszard Szymon Kacper Bartosz Artur Jarosław Janusz Sławomir
      Mirosław Sebastian Patryk Henryk Przemysław Damian Dominik Kazimierz Roman Wiesław Antoni Franciszek Aleksander Edward Leszek Bartłomiej`,
  },
  families: {
    common: `Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur
      Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski
      Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski Walczak Sikora Baran Rutkowski Michalak
      Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski Marciniak Jasiński Zawadzki Bąk Jakubowski Sadowski Duda Włodarczyk Wilk
      Chmielewski Borkowski Sokołowski Szczepański Sawicki Kucharski Lis Maciejewski Kubiak Kalinowski Mazurek Wysocki Kołodziej Czarnecki`,
    rare: {
      share: 0.5,
      first: `Bor Brzez Chod Czarn Dębi Drozd Gaj Głów Gnie Gór Grodz Jagod Jast Jele Kali Karp Klim Konop Krup Lip Łuk Malc Mich Mokrz Nieb Olch
        Osiń Pod Przyb Rad Rog Rych Sier Skow Sos Staw Szczer Świder Tar Turz Wierz Wil Zaw Żur`,
      second: `owski ewski iński czyk ecki icki ak ek arz owicz iewicz yński alski orski ewicz uch oń ała ański`,
    },
    feminine: 'polish',
  },
  nicknames: `Katarzyna:Kasia,Kaśka Małgorzata:Gosia,Małgosia Agnieszka:Aga,Agusia Barbara:Basia Elżbieta:Ela Magdalena:Magda,Madzia Joanna:Asia,Joasia
    Zofia:Zosia Aleksandra:Ola Anna:Ania,Anka Maria:Marysia,Maryla Krystyna:Krysia Ewa:Ewka Teresa:Tereska Danuta:Danka,Danusia Natalia:Natalka
    Julia:Julka Karolina:Karola Marta:Martusia Dorota:Dorotka Jadwiga:Jadzia Janina:Janka Alicja:Ala Jolanta:Jola Grażyna:Grażka Iwona:Iwonka
    Irena:Irka Paulina:Paula Justyna:Justa Zuzanna:Zuza Bożena:Bożenka Urszula:Ula Hanna:Hania Wiktoria:Wika Helena:Hela Izabela:Iza Weronika:Wera
    Stanisława:Stasia Bogusława:Bogusia Piotr:Piotrek Krzysztof:Krzysiek,Krzyś Andrzej:Jędrek Tomasz:Tomek Paweł:Pawełek Jan:Janek,Jasiek
    Michał:Michałek Jakub:Kuba Stanisław:Staszek,Stach Łukasz:Łukaszek Grzegorz:Grzesiek,Grzesiu Wojciech:Wojtek Dariusz:Darek Zbigniew:Zbyszek
    Maciej:Maciek Rafał:Rafałek Józef:Józek Jerzy:Jurek Tadeusz:Tadek Ryszard:Rysiek Szymon:Szymek Bartosz:Bartek Jarosław:Jarek Janusz:Januszek
    Sławomir:Sławek Mirosław:Mirek Henryk:Heniek Przemysław:Przemek Kazimierz:Kazik Wiesław:Wiesiek Antoni:Antek Franciszek:Franek Aleksander:Olek
    Edward:Edek Leszek:Lech Bartłomiej:Bartek Mateusz:Mati`,
  towns: `Warszawa|00-### Warszawa|02-### Kraków|30-### Łódź|90-### Wrocław|50-### Poznań|60-### Gdańsk|80-### Szczecin|70-### Bydgoszcz|85-### Lublin|20-###
    Białystok|15-### Katowice|40-### Gdynia|81-### Częstochowa|42-### Radom|26-### Toruń|87-### Rzeszów|35-### Kielce|25-### Olsztyn|10-###`,
  streets: `Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Łąkowa Brzozowa Kwiatowa Kościelna Sosnowa Zielona Parkowa Akacjowa Kolejowa
    Mickiewicza Kościuszki Sienkiewicza Długa`,
  houseNumber: 'after',
  mobile: '60#######',
  trunk: '',
  dates: 'day.month.year',
};
