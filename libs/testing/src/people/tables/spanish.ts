import type { LanguageTable } from './language-table.ts';

export const spanish: LanguageTable = {
  code: 'es',
  weight: 9,
  script: 'Latin',
  country: 'ES',
  callingCode: '34',
  familyFirst: false,
  women: {
    common: `María Carmen Josefa Isabel Ana Dolores Pilar Teresa Laura Cristina Lucía Marta Francisca Antonia Mercedes Elena Rosario Concepción
      Raquel Sara Paula Juana Manuela Rosa Beatriz Encarnación Julia Patricia Montserrat Rocío Andrea Silvia Nuria Sofía Alba Inés Irene
      Ángela Asunción Consuelo Inmaculada Yolanda Sonia Mónica Susana Eva Margarita Gloria Victoria Noelia Verónica Natalia Guadalupe`,
  },
  men: {
    common: `Antonio José Manuel Francisco Juan David Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Pablo Ángel Sergio Fernando Jorge
      Luis Alberto Álvaro Diego Adrián Raúl Enrique Ramón Vicente Iván Rubén Óscar Andrés Joaquín Santiago Eduardo Víctor Roberto Jaime
      Mario Ignacio Salvador Ricardo Marcos Guillermo Gabriel Emilio Gonzalo Julio Hugo Martín Nicolás Tomás Agustín Sebastián`,
  },
  families: {
    common: `García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz Moreno Muñoz Álvarez Romero
      Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano Morales Molina Blanco Suárez Castro Ortega Delgado Ortiz
      Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés Garrido Santos Guerrero Lozano Cano Cruz Méndez Flores Prieto Herrera Peña
      León Márquez Cabrera Gallego Calvo Vidal Campos Reyes Vega Fuentes Carrasco Aguilar Caballero Nieto Santana Vargas Pascual Giménez
      Herrero Hidalgo Montero Lorenzo Santiago Benítez Durán Ibáñez Arias Mora Ferrer Carmona Rojas Soto Crespo Román Pastor`,
    rare: {
      share: 0.4,
      first: `Alc Ard Bar Bust Cald Carr Cast Cer Esp Fern Gal Guad Her Jar Lar Llan Mad Mont Mor Nav Oliv Pal Pen Pined Quint Rob Sal Sant Sep Tab
        Tor Urr Val Vill Zab Zam`,
      second: `añez illo eda ares osa ejo era uena ueva ado anca edo ales aro osta ínez ola ero iz ón ánchez atierra averde uela arán eja`,
    },
  },
  nicknames: `Francisco:Paco,Curro,Pancho,Fran,Kiko José:Pepe,Pepito,Chema Manuel:Manolo,Manu Antonio:Toño,Toni Ignacio:Nacho Jesús:Chus,Suso
    Enrique:Quique,Kike Rafael:Rafa Alejandro:Álex,Jandro Miguel:Migue Fernando:Nando,Fer Alberto:Berto Eduardo:Edu,Lalo Roberto:Rober,Tito
    Santiago:Santi,Yago Guillermo:Guille,Willy Vicente:Chente Joaquín:Quino,Ximo Ramón:Moncho Gonzalo:Gonza Sebastián:Sebas Salvador:Salva,Chava
    Nicolás:Nico Agustín:Tino Jaime:Jaimito Javier:Javi Daniel:Dani Pedro:Perico Luis:Lucho Sergio:Checo Andrés:Andy Gabriel:Gabi
    Dolores:Lola,Loli Josefa:Pepa,Fina María:Mari,Maruja Concepción:Concha,Conchi Mercedes:Merche,Meche Francisca:Paca,Paqui Rosario:Charo
    Pilar:Pili Carmen:Carmina,Menchu Isabel:Isa,Chabela Encarnación:Encarna Montserrat:Montse Teresa:Tere Antonia:Toñi Manuela:Manoli,Lola
    Beatriz:Bea Cristina:Cris,Tina Consuelo:Chelo Inmaculada:Inma Asunción:Asun Yolanda:Yoli Susana:Susi Margarita:Marga Guadalupe:Lupe
    Patricia:Patri Verónica:Vero Victoria:Vicky Natalia:Nati Sofía:Sofi Juana:Juani Ana:Anita Elena:Lena`,
  towns: `Madrid|280## Barcelona|080## Valencia|460## Sevilla|410## Zaragoza|500## Málaga|290## Murcia|300## Palma|070## Bilbao|480## Alicante|030##
    Córdoba|140## Valladolid|470## Vigo|362## Gijón|332## Granada|180## Oviedo|330## Salamanca|370## León|240## Cádiz|110## Logroño|260##`,
  streets: `Calle_Mayor Calle_Real Calle_Nueva Calle_del_Sol Avenida_de_la_Constitución Calle_San_Juan Plaza_de_España Calle_de_la_Iglesia Calle_Cervantes
    Calle_San_José Paseo_del_Prado Calle_de_la_Fuente Avenida_de_Andalucía Calle_Goya Calle_Colón Calle_Santa_Ana Calle_del_Carmen`,
  houseNumber: 'after',
  mobile: '6########',
  trunk: '',
  dates: 'day/month/year',
};
