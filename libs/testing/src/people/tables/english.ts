import type { LanguageTable } from './language-table.ts';

export const english: LanguageTable = {
  code: 'en',
  weight: 26,
  script: 'Latin',
  country: 'GB',
  callingCode: '44',
  familyFirst: false,
  women: {
    common: `Elizabeth Mary Sarah Margaret Emma Susan Olivia Jennifer Patricia Catherine Jessica Laura Charlotte Hannah Rebecca Emily
      Victoria Amanda Deborah Christine Alexandra Samantha Nicola Rachel Amy Lucy Sophie Grace Helen Jane Katherine Barbara Joanne
      Julia Karen Linda Michelle Natalie Abigail Alice Angela Anna Beatrice Caroline Chloe Claire Daisy Diana Dorothy Eleanor Ella
      Evelyn Fiona Florence Frances Gemma Georgia Gillian Harriet Heather Holly Imogen Isabella Jacqueline Jasmine Judith Kathleen
      Kimberly Lauren Louise Lydia Madeleine Martha Matilda Megan Miranda Molly Nancy Naomi Pamela Penelope Phoebe Rosemary Ruth
      Sandra Sharon Stephanie Teresa Theresa Tracey Valerie Veronica Virginia Vivian Wendy Winifred Zoe`,
  },
  men: {
    common: `William James John Thomas David Robert Michael George Daniel Matthew Andrew Richard Christopher Joseph Alexander Edward
      Benjamin Charles Samuel Stephen Paul Mark Anthony Jonathan Peter Jack Harry Oliver Joshua Nicholas Simon Henry Adam Luke Philip
      Martin Kevin Ian Alan Kenneth Timothy Gregory Patrick Jacob Nathan Ryan Lewis Callum Dominic Edmund Frederick Gareth Gerald
      Gordon Graham Hugh Isaac Jeremy Keith Lawrence Leonard Malcolm Maxwell Neil Nigel Oscar Raymond Reginald Roger Ronald Rupert
      Russell Scott Sebastian Stanley Stuart Terence Theodore Toby Trevor Vincent Walter Zachary Albert Alfred Arthur Bernard Bradley
      Cameron Clive Colin Craig Darren Dennis Derek Donald Douglas Duncan Ernest Eugene Francis Gary Geoffrey Gilbert Harold Howard`,
  },
  families: {
    common: `Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood
      Jackson Clarke Patel Khan Lewis Thomas Harris Martin Cooper Hughes Edwards Turner Hill Moore Clark Harrison Scott Young Morris
      Ward Watson Morgan Davis King Baker Allen Mitchell Bell Phillips Lee Anderson Miller Parker Bennett Cook Shaw Collins Richardson
      Marshall Kelly Murphy Gray Simpson Adams Ali Murray Carter Palmer Bailey Ellis Mason Hunt Rogers Mills Stevens Knight Lloyd
      Butler Russell Barker Fisher Dixon Harvey Pearson Graham Fletcher Howard Andrews Reynolds Ford Ryan Kelley Burton Foster
      O'Brien O'Connor McDonald MacKenzie Campbell Stewart Reid Ross Hamilton Wallace`,
    rare: {
      share: 0.55,
      first: `Ash Brad Cran Dun East Farn Gold Hart Ing Kings Lang Mar Nor Oak Pen Rad Stan Thorn Up Wal West Whit Win Wood Hazel Black
        Brack Bur Car Chal Clay Crof Dal Den Ed Fen Gar Had Ham Hol Hun Kirk Lin Mid New Pres Rush Sel Shel Sut Tem Til Wake Wes Wor`,
      second: `ford ley ton well by worth field wick ham combe hurst stead bourne dale bridge more land man cott wood shaw son ridge gate
        croft low ey thorpe mond ing`,
    },
  },
  nicknames: `Elizabeth:Liz,Beth,Betty,Lizzie,Eliza,Libby Margaret:Maggie,Meg,Peggy,Madge Katherine:Kate,Katie,Kathy,Kit Catherine:Cathy,Kate,Cath
    Jennifer:Jen,Jenny Patricia:Pat,Patty,Trish,Tricia Susan:Sue,Susie Rebecca:Becky,Becca Victoria:Vicky,Tori Amanda:Mandy
    Deborah:Deb,Debbie Christine:Chris,Chrissie Alexandra:Alex,Sandra,Lexi,Sasha Samantha:Sam,Sammy Nicola:Nicky Rachel:Rach
    Jessica:Jess,Jessie Barbara:Barb,Babs Joanne:Jo Abigail:Abby,Gail Caroline:Carrie,Caro Dorothy:Dot,Dolly,Dottie Eleanor:Ellie,Nell,Nora
    Florence:Flo,Florrie Frances:Fran,Fanny,Frankie Gillian:Gill,Jill Harriet:Hattie Isabella:Bella,Izzy Jacqueline:Jackie Judith:Judy
    Kathleen:Kath,Kathy Kimberly:Kim Madeleine:Maddie Matilda:Tilly,Mattie Pamela:Pam Penelope:Penny Rosemary:Rose,Rosie Sandra:Sandy
    Stephanie:Steph Theresa:Terry,Tess,Tessa Teresa:Terri,Tess Valerie:Val Virginia:Ginny Winifred:Winnie,Freda Mary:Molly,Polly,May
    William:Bill,Will,Billy,Liam James:Jim,Jimmy,Jamie John:Jack,Johnny Thomas:Tom,Tommy David:Dave,Davy Robert:Bob,Rob,Bobby,Robbie,Bert
    Michael:Mike,Mick,Mickey Daniel:Dan,Danny Matthew:Matt Andrew:Andy,Drew Richard:Dick,Rick,Richie,Rich Christopher:Chris,Kit,Topher
    Joseph:Joe,Joey Alexander:Alex,Sandy,Alec,Sasha Edward:Ed,Ted,Eddie,Ned,Teddy Benjamin:Ben,Benny Charles:Charlie,Chuck,Chas
    Samuel:Sam,Sammy Stephen:Steve Anthony:Tony,Ant Jonathan:Jon,Jonny Joshua:Josh Nicholas:Nick,Nicky Henry:Harry,Hank,Hal
    Philip:Phil,Pip Kenneth:Ken,Kenny Timothy:Tim,Timmy Gregory:Greg Patrick:Pat,Paddy Jacob:Jake Nathan:Nate Frederick:Fred,Freddie
    Gerald:Gerry,Jerry Jeremy:Jerry,Jem Lawrence:Larry,Laurie Leonard:Len,Lenny Maxwell:Max Raymond:Ray Reginald:Reg,Reggie
    Ronald:Ron,Ronnie Terence:Terry Theodore:Theo,Ted Vincent:Vince,Vinny Walter:Walt,Wally Zachary:Zach Albert:Al,Bert,Bertie
    Alfred:Alf,Alfie,Fred Arthur:Art,Artie Bernard:Bernie Bradley:Brad Donald:Don,Donnie Douglas:Doug Eugene:Gene Francis:Frank,Frankie
    Geoffrey:Geoff,Jeff Harold:Harry,Hal Howard:Howie Edmund:Ed,Ned`,
  towns: `London|SE##_#AA London|N##_#AA Birmingham|B##_#AA Leeds|LS##_#AA Glasgow|G##_#AA Sheffield|S##_#AA Bradford|BD##_#AA
    Liverpool|L##_#AA Edinburgh|EH##_#AA Manchester|M##_#AA Bristol|BS##_#AA Cardiff|CF##_#AA Leicester|LE##_#AA Coventry|CV##_#AA
    Nottingham|NG##_#AA Norwich|NR##_#AA York|YO##_#AA Exeter|EX##_#AA Bath|BA##_#AA Oxford|OX##_#AA`,
  streets: `High_Street Station_Road Church_Lane Main_Street Park_Road London_Road Victoria_Road Green_Lane Manor_Road Church_Street
    Mill_Lane School_Lane Queens_Road The_Avenue Albert_Road Grange_Road Windsor_Road Chapel_Street Springfield_Close Elm_Grove
    Orchard_Way Meadow_Drive Oak_Crescent Beech_Avenue Hill_Rise King_Street North_Street Bridge_Road Castle_Street Cedar_Close`,
  houseNumber: 'before',
  mobile: '74########',
  trunk: '0',
  dates: 'day/month/year',
};
