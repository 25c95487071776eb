import type { LanguageTable } from './language-table.ts';

export const korean: LanguageTable = {
  code: 'ko',
  weight: 4,
  script: 'Hangul',
  country: 'KR',
  callingCode: '82',
  familyFirst: true,
  women: {
    common: `지은=Jieun/Ji-eun 수진=Sujin/Soo-jin 은정=Eunjeong/Eun-jung 미영=Miyeong/Mi-young 서연=Seoyeon/Seo-yeon 민지=Minji/Min-ji 영희=Yeonghui/Young-hee 은주=Eunju/Eun-joo 지영=Jiyeong/Ji-young 혜진=Hyejin/Hye-jin`,
    parts: {
      share: 0.8,
      first: `지=Ji 민=Min 서=Seo 수=Su/Soo 은=Eun 미=Mi 영=Yeong/Young 하=Ha 예=Ye 유=Yu/Yoo 현=Hyeon/Hyun 혜=Hye 정=Jeong/Jung 선=Seon/Sun 다=Da 소=So 가=Ga 나=Na 윤=Yun/Yoon 채=Chae`,
      second: `연=yeon 은=eun 지=ji 희=hui/hee 영=yeong/young 정=jeong/jung 진=jin 아=a/ah 미=mi 경=gyeong/kyung 윤=yun/yoon 주=ju/joo 숙=suk/sook 선=seon/sun 원=won 린=rin/lin 빈=bin 율=yul 현=hyeon/hyun 나=na`,
    },
  },
  men: {
    common: `민준=Minjun/Min-joon 성호=Seongho/Sung-ho 영수=Yeongsu/Young-soo 지훈=Jihun/Ji-hoon 상훈=Sanghun/Sang-hoon 동현=Donghyeon/Dong-hyun 정훈=Jeonghun/Jung-hoon 준호=Junho/Joon-ho 영호=Yeongho/Young-ho 현우=Hyeonu/Hyun-woo`,
    parts: {
      share: 0.8,
      first: `민=Min 성=Seong/Sung 영=Yeong/Young 지=Ji 상=Sang 동=Dong 정=Jeong/Jung 준=Jun/Joon 현=Hyeon/Hyun 재=Jae 승=Seung 태=Tae 진=Jin 우=U/Woo 도=Do 시=Si 건=Geon/Gun 종=Jong 병=Byeong/Byung 광=Gwang/Kwang`,
      second: `준=jun/joon 호=ho 수=su/soo 훈=hun/hoon 현=hyeon/hyun 우=u/woo 민=min 석=seok/suk 철=cheol/chul 기=gi/ki 원=won 식=sik/shik 규=gyu/kyu 환=hwan 진=jin 혁=hyeok/hyuk 범=beom/bum 윤=yun/yoon 섭=seop/sup 빈=bin`,
    },
  },
  families: {
    common: `김=Kim/Gim 이=Lee/Yi 박=Park/Bak 최=Choi/Choe 정=Jung/Jeong/Chung 강=Kang/Gang 조=Cho/Jo 윤=Yoon/Yun 장=Jang/Chang 임=Lim/Im 한=Han 오=Oh/O 서=Seo/Suh 신=Shin/Sin 권=Kwon/Gwon 황=Hwang 안=Ahn/An 송=Song
      전=Jeon/Chun 홍=Hong 유=Yoo/Yu 고=Ko/Go 문=Moon/Mun 양=Yang 손=Son/Sohn 배=Bae/Pae 백=Baek/Paik 허=Heo/Hur 남=Nam 심=Shim/Sim 노=Noh/No 하=Ha 곽=Kwak/Gwak 성=Sung/Seong 차=Cha 주=Joo/Ju 우=Woo/U 구=Koo/Gu`,
    rare: { share: 0.02, first: `남=Nam 황=Hwang 제=Je 선=Seon/Sun`, second: `궁=gung 보=bo 갈=gal 우=u/woo` },
  },
  nicknames: `*:Grace,Jenny,Daniel,Brian,Sally,Eric`,
  towns: `서울=Seoul|04### 부산=Busan/Pusan|48### 인천=Incheon|21### 대구=Daegu/Taegu|41### 대전=Daejeon|35### 광주=Gwangju|61### 울산=Ulsan|44### 수원=Suwon|16### 청주=Cheongju|28### 전주=Jeonju|54### 제주=Jeju|63###`,
  streets: `중앙로=Jungang-ro 세종대로=Sejong-daero 강남대로=Gangnam-daero 한강대로=Hangang-daero 테헤란로=Teheran-ro 시청로=Sicheong-ro 평화로=Pyeonghwa-ro 학교길=Hakgyo-gil 역전로=Yeokjeon-ro 공원로=Gongwon-ro`,
  houseNumber: 'after',
  mobile: '10########',
  trunk: '0',
  dates: 'year/month/day',
};
