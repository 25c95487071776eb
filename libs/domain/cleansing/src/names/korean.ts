/** Korean family names in a-z: the official spelling is rarely the one in a passport. */
import anyAscii from 'any-ascii';
// cspell:disable

const usual: Readonly<Record<string, readonly string[]>> = {
  ...{ 김: ['kim', 'gim'], 이: ['lee', 'yi', 'i', 'rhee'], 박: ['park', 'bak', 'pak'], 최: ['choi', 'choe'] },
  ...{
    정: ['jung', 'jeong', 'chung'],
    강: ['kang', 'gang'],
    조: ['cho', 'jo'],
    윤: ['yoon', 'yun'],
    장: ['jang', 'chang'],
  },
  ...{ 임: ['lim', 'im'], 오: ['oh', 'o'], 한: ['han'], 신: ['shin', 'sin'], 서: ['seo', 'suh'], 권: ['kwon', 'gwon'] },
  ...{
    황: ['hwang'],
    안: ['ahn', 'an'],
    송: ['song'],
    류: ['ryu', 'yoo', 'lyu'],
    유: ['yoo', 'yu', 'ryu'],
    홍: ['hong'],
  },
  ...{ 전: ['jeon', 'jun', 'chun'], 고: ['ko', 'go', 'koh'], 문: ['moon', 'mun'], 양: ['yang'], 손: ['son', 'sohn'] },
  ...{
    배: ['bae', 'pae'],
    백: ['baek', 'paik'],
    허: ['heo', 'hur'],
    노: ['noh', 'roh', 'no'],
    남: ['nam'],
    심: ['shim', 'sim'],
  },
  ...{
    구: ['koo', 'gu'],
    곽: ['kwak', 'gwak'],
    성: ['sung', 'seong'],
    차: ['cha'],
    주: ['joo', 'ju', 'chu'],
    우: ['woo', 'u'],
  },
};
// cspell:enable

export const koreanFamily = (word: string): readonly string[] =>
  usual[word] ?? [
    anyAscii(word)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  ];
