import type { LanguageTable } from './language-table.ts';

export const japanese: LanguageTable = {
  code: 'ja',
  weight: 6,
  script: 'Kana and Han',
  country: 'JP',
  callingCode: '81',
  familyFirst: true,
  women: {
    common: `陽子=Yoko/Youko 恵子=Keiko 由美子=Yumiko 裕子=Yuko/Yuuko 美穂=Miho 久美子=Kumiko 明美=Akemi 直美=Naomi 智子=Tomoko 幸子=Sachiko 美咲=Misaki さくら=Sakura 葵=Aoi 陽菜=Hina 結衣=Yui
      七海=Nanami 美優=Miyu/Miyuu 彩=Aya 愛=Ai 舞=Mai 麻衣=Mai 香織=Kaori 真由美=Mayumi 順子=Junko 和子=Kazuko 節子=Setsuko 京子=Kyoko/Kyouko 文子=Fumiko 千恵=Chie 優子=Yuko/Yuuko あゆみ=Ayumi`,
    parts: {
      share: 0.35,
      first: `美=Mi 由=Yu 真=Ma 千=Chi 奈=Na 里=Ri 友=Tomo 理=Ri 亜=A 恵=E 佐=Sa 沙=Sa 紀=Ki 久=Hisa`,
      second: `香=ka 子=ko 美=mi 奈=na 里=ri 紀=ki 恵=e 代=yo 穂=ho 江=e 沙=sa 央=o 緒=o 織=ori`,
    },
  },
  men: {
    common: `誠=Makoto 浩=Hiroshi 健一=Kenichi/Ken'ichi 隆=Takashi 修=Osamu 茂=Shigeru 清=Kiyoshi 博=Hiroshi 大輔=Daisuke 翔太=Shota/Shouta 拓也=Takuya 健太=Kenta 直樹=Naoki 哲也=Tetsuya 和也=Kazuya
      蓮=Ren 陽翔=Haruto 大翔=Hiroto 翔=Sho/Shou 達也=Tatsuya 学=Manabu 豊=Yutaka 進=Susumu 正=Tadashi 一郎=Ichiro/Ichirou 太郎=Taro/Tarou 健=Ken/Takeshi 亮=Ryo/Ryou 剛=Tsuyoshi 悠斗=Yuto/Yuuto`,
    parts: {
      share: 0.35,
      first: `和=Kazu 正=Masa 弘=Hiro 秀=Hide 義=Yoshi 孝=Taka 光=Mitsu 信=Nobu 康=Yasu 勝=Katsu 俊=Toshi 昭=Aki 雅=Masa 英=Hide`,
      second: `夫=o 男=o 雄=o 彦=hiko 之=yuki 樹=ki 也=ya 明=aki 治=ji 人=to 典=nori 司=shi 行=yuki 一=kazu`,
    },
  },
  families: {
    common: `佐藤=Sato/Satou/Satoh 鈴木=Suzuki 高橋=Takahashi 田中=Tanaka 伊藤=Ito/Itou/Itoh 渡辺=Watanabe 山本=Yamamoto 中村=Nakamura 小林=Kobayashi 加藤=Kato/Katou/Katoh 吉田=Yoshida 山田=Yamada 佐々木=Sasaki
      山口=Yamaguchi 松本=Matsumoto 井上=Inoue/Inouye 木村=Kimura 林=Hayashi 斎藤=Saito/Saitou/Saitoh 清水=Shimizu 山崎=Yamazaki/Yamasaki 森=Mori 池田=Ikeda 橋本=Hashimoto 阿部=Abe 石川=Ishikawa 山下=Yamashita
      中島=Nakajima/Nakashima 石井=Ishii 小川=Ogawa 前田=Maeda 岡田=Okada 長谷川=Hasegawa 藤田=Fujita 後藤=Goto/Gotou/Gotoh 近藤=Kondo/Kondou/Kondoh 村上=Murakami 遠藤=Endo/Endou/Endoh 青木=Aoki 坂本=Sakamoto
      福田=Fukuda 太田=Ota/Oota/Ohta 西村=Nishimura 藤井=Fujii 金子=Kaneko 岡本=Okamoto 藤原=Fujiwara 三浦=Miura 中野=Nakano 中川=Nakagawa 原田=Harada 松田=Matsuda 竹内=Takeuchi 小野=Ono 田村=Tamura
      渡邊=Watanabe 齋藤=Saito/Saitou/Saitoh 大野=Ono/Oono/Ohno`,
    rare: {
      share: 0.45,
      first: `山=Yama 川=Kawa 森=Mori 西=Nishi 東=Higashi 北=Kita 南=Minami 上=Ue 大=O/Oo/Oh 小=Ko 松=Matsu 竹=Take 梅=Ume 杉=Sugi 桜=Sakura 藤=Fuji 石=Ishi 岩=Iwa 島=Shima 浜=Hama 福=Fuku 宮=Miya 古=Furu 荒=Ara 白=Shira
        黒=Kuro 黄=Ki 秋=Aki 冬=Fuyu 稲=Ina 今=Ima 内=Uchi 奥=Oku 沢=Sawa 関=Seki 滝=Taki 谷=Tani 中=Naka 長=Naga 新=Ara 野=No 平=Hira`,
      second: `田=da 川=kawa 村=mura 本=moto 井=i 山=yama 原=hara 島=shima 崎=zaki/saki 野=no 沢=zawa/sawa 木=ki 口=guchi 部=be 塚=zuka 岡=oka 尾=o 見=mi 瀬=se 谷=ya/tani 上=gami 倉=kura 場=ba 浦=ura 永=naga`,
    },
  },
  nicknames: `恵子=Keiko:けい=Kei 由美子=Yumiko:ゆみ=Yumi 久美子=Kumiko:くみ=Kumi 大輔=Daisuke:だい=Dai 健一=Kenichi:けん=Ken 健太=Kenta:けん=Ken 拓也=Takuya:たく=Taku 一郎=Ichiro:いち=Ichi 真由美=Mayumi:まゆ=Mayu 美咲=Misaki:みさ=Misa`,
  towns: `東京=Tokyo|1##-#### 横浜=Yokohama|22#-#### 大阪=Osaka|53#-#### 名古屋=Nagoya|45#-#### 札幌=Sapporo|06#-#### 福岡=Fukuoka|81#-#### 神戸=Kobe|65#-#### 京都=Kyoto|60#-#### 川崎=Kawasaki|21#-####
    さいたま=Saitama|33#-#### 広島=Hiroshima|73#-#### 仙台=Sendai|98#-#### 千葉=Chiba|26#-#### 新潟=Niigata|95#-####`,
  streets: `中央=Chuo 本町=Honcho 栄町=Sakaecho 緑町=Midoricho 東町=Higashimachi 西町=Nishimachi 南町=Minamimachi 北町=Kitamachi 旭町=Asahicho 新町=Shinmachi 大手町=Otemachi 桜木町=Sakuragicho`,
  houseNumber: 'after',
  mobile: '90########',
  trunk: '0',
  dates: 'year/month/day',
};
