import type { LanguageTable } from './language-table.ts';

export const arabic: LanguageTable = {
  code: 'ar',
  weight: 7,
  script: 'Arabic',
  country: 'EG',
  callingCode: '20',
  familyFirst: false,
  women: {
    common: `فاطمة=Fatima/Fatma/Fatimah عائشة=Aisha/Aysha/Ayesha مريم=Maryam/Mariam زينب=Zainab/Zeinab/Zaynab خديجة=Khadija/Khadijah نور=Nour/Noor/Nur سارة=Sara/Sarah ليلى=Layla/Leila/Laila هدى=Huda/Hoda
      أمل=Amal سلمى=Salma منى=Mona/Muna رانيا=Rania/Raniya ياسمين=Yasmin/Yasmine/Yasmeen دينا=Dina هبة=Heba/Hiba إيمان=Iman/Eman آية=Aya/Ayah نادية=Nadia/Nadiya سمر=Samar رنا=Rana حنان=Hanan سعاد=Suad/Souad عبير=Abir/Abeer
      أسماء=Asma/Asmaa شيماء=Shaimaa/Shayma ندى=Nada رحمة=Rahma لبنى=Lubna/Loubna وفاء=Wafa/Wafaa`,
  },
  men: {
    common: `محمد=Mohamed/Muhammad/Mohammed/Mohammad أحمد=Ahmed/Ahmad محمود=Mahmoud/Mahmud علي=Ali/Aly حسن=Hassan/Hasan حسين=Hussein/Husayn/Hussain مصطفى=Mustafa/Mostafa إبراهيم=Ibrahim/Ebrahim يوسف=Youssef/Yusuf/Yousef عمر=Omar/Umar
      خالد=Khaled/Khalid عبد_الله=Abdullah/Abdallah عبد_الرحمن=Abdelrahman/Abdul_Rahman/Abdurrahman كريم=Karim/Kareem طارق=Tarek/Tariq سعيد=Said/Saeed/Sayeed عمرو=Amr/Amro وليد=Walid/Waleed هشام=Hisham/Hesham شريف=Sherif/Sharif
      أيمن=Ayman/Aiman سامي=Sami/Samy فيصل=Faisal/Faysal ماجد=Majed/Majid/Maged بلال=Bilal/Belal زياد=Ziad/Ziyad عثمان=Osman/Uthman/Othman جمال=Gamal/Jamal ناصر=Nasser/Nasir رشيد=Rashid/Rasheed/Rachid إسماعيل=Ismail/Ismael
      حمزة=Hamza/Hamzah آدم=Adam أنس=Anas صالح=Saleh/Salih عادل=Adel/Adil ياسر=Yasser/Yasir`,
  },
  families: {
    common: `محمد=Mohamed/Muhammad/Mohammed أحمد=Ahmed/Ahmad علي=Ali/Aly حسن=Hassan/Hasan إبراهيم=Ibrahim/Ebrahim محمود=Mahmoud/Mahmud السيد=El-Sayed/Al-Sayyid عبد_الله=Abdullah/Abdallah حسين=Hussein/Hussain مصطفى=Mustafa/Mostafa
      المصري=El-Masry/Al-Masri الشامي=El-Shamy/Al-Shami صالح=Saleh/Salih سليمان=Soliman/Sulaiman/Suleiman خليل=Khalil/Khaleel منصور=Mansour/Mansur عثمان=Osman/Othman يوسف=Youssef/Yusuf عمر=Omar/Umar الحسيني=El-Husseiny/Al-Husayni
      النجار=El-Naggar/Al-Najjar الخطيب=El-Khatib/Al-Khatib حداد=Haddad خوري=Khoury/Khouri قاسم=Kassem/Qasim/Qassem الفاسي=El_Fassi/Al-Fasi بن_علي=Ben_Ali/Bin_Ali العلوي=Alaoui/Al-Alawi السعيد=El-Said/Al-Saeed`,
    rare: {
      share: 0.5,
      first: `ال=El-/Al- عبد_ال=Abdel_/Abdul_ أبو_=Abou_/Abu_ بن_=Ben_/Bin_`,
      second: `شافعي=Shafei/Shafi'i حكيم=Hakim/Hakeem عزيز=Aziz/Azeez قادر=Kader/Qadir رشيد=Rashid/Rasheed منعم=Moneim/Mun'im غني=Ghani/Ghany نصر=Nasr صباح=Sabah فتوح=Fotouh/Futuh زيد=Zeid/Zayd طيب=Tayeb/Tayyib عطار=Attar بدوي=Badawy/Badawi
        جوهري=Gohary/Jawhari دسوقي=Desouky/Dasuqi رفاعي=Refaey/Rifai سباعي=Sebaey/Sibai شناوي=Shennawy/Shinnawi صاوي=Sawy/Sawi طحان=Tahan/Tahhan عشري=Ashry/Ashri غزالي=Ghazaly/Ghazali فقي=Feky/Fiqi قاضي=Kady/Qadi كردي=Kurdy/Kurdi مهدي=Mahdy/Mahdi
        هواري=Hawary/Hawari وكيل=Wakil/Wakeel`,
    },
  },
  nicknames: `محمد=Mohamed:حمادة=Hamada,ميدو=Mido أحمد=Ahmed:حمادة=Hamada مصطفى=Mustafa:درش=Darsh إبراهيم=Ibrahim:هيما=Hima فاطمة=Fatima:بطة=Batta,فطوم=Fattoum زينب=Zainab:زوزو=Zouzou عائشة=Aisha:عيشة=Eisha محمود=Mahmoud:حودة=Houda خديجة=Khadija:دوجة=Douja يوسف=Youssef:جو=Joe`,
  towns: `القاهرة=Cairo|11### الإسكندرية=Alexandria|21### الجيزة=Giza|12### المنصورة=Mansoura|35### طنطا=Tanta|31### أسيوط=Assiut/Asyut|71### أسوان=Aswan|81### الأقصر=Luxor|85### بورسعيد=Port_Said|42### السويس=Suez|43###`,
  streets: `شارع_الجمهورية=Gomhoria_Street شارع_التحرير=Tahrir_Street شارع_النيل=Nile_Street شارع_الهرم=Haram_Street شارع_رمسيس=Ramses_Street شارع_السلام=Salam_Street شارع_النصر=Nasr_Street شارع_الجامعة=Gamaa_Street شارع_البحر=Bahr_Street`,
  houseNumber: 'before',
  mobile: '10########',
  trunk: '0',
  dates: 'day/month/year',
};
