import type { LanguageTable } from './language-table.ts';

const firstOfGiven = `小=Xiao/Hsiao 志=Zhi/Chih 文=Wen 明=Ming 建=Jian/Chien 国=Guo/Kuo 海=Hai 永=Yong/Yung 家=Jia/Chia 俊=Jun/Chün 思=Si/Ssu 子=Zi/Tzu 雨=Yu/Yü 晓=Xiao/Hsiao
  天=Tian/T'ien 玉=Yu/Yü 春=Chun/Ch'un 秀=Xiu/Hsiu 佳=Jia/Chia 欣=Xin/Hsin 嘉=Jia/Chia 宇=Yu/Yü 浩=Hao 振=Zhen/Chen 金=Jin/Chin 德=De/Te 庆=Qing/Ch'ing 光=Guang/Kuang 一=Yi/I 雅=Ya
  诗=Shi/Shih 梦=Meng 丽=Li 美=Mei 淑=Shu 桂=Gui/Kuei 红=Hong/Hung 学=Xue/Hsüeh 立=Li 宏=Hong/Hung`;

export const chinese: LanguageTable = {
  code: 'zh',
  weight: 9,
  script: 'Han',
  country: 'CN',
  callingCode: '86',
  familyFirst: true,
  women: {
    common: `秀英=Xiuying/Hsiu-ying 桂英=Guiying/Kuei-ying 秀兰=Xiulan/Hsiu-lan 玉兰=Yulan/Yü-lan 桂兰=Guilan/Kuei-lan 秀珍=Xiuzhen/Hsiu-chen 凤英=Fengying/Feng-ying 玉珍=Yuzhen/Yü-chen
      玉英=Yuying/Yü-ying 兰英=Lanying 丽=Li 静=Jing/Ching 敏=Min 娟=Juan/Chüan 艳=Yan/Yen 芳=Fang 婷=Ting/T'ing 霞=Xia/Hsia 燕=Yan/Yen 雪=Xue/Hsüeh 婷婷=Tingting/T'ing-t'ing 丹=Dan/Tan 洁=Jie/Chieh`,
    parts: {
      share: 0.7,
      first: firstOfGiven,
      second: `英=ying 华=hua 丽=li 芳=fang 娟=juan/chüan 敏=min 静=jing/ching 玲=ling 红=hong/hung 燕=yan/yen 萍=ping/p'ing 琴=qin/ch'in 梅=mei 兰=lan 霞=xia/hsia 云=yun/yün 雪=xue/hsüeh 婷=ting/t'ing
        涵=han 怡=yi/i 琪=qi/ch'i 妍=yan/yen 瑶=yao 莹=ying 倩=qian/ch'ien 慧=hui 娜=na 月=yue/yüeh 珍=zhen/chen 蓉=rong/jung`,
    },
  },
  men: {
    common: `伟=Wei 强=Qiang/Ch'iang 军=Jun/Chün 勇=Yong/Yung 磊=Lei 涛=Tao/T'ao 杰=Jie/Chieh 超=Chao/Ch'ao 刚=Gang/Kang 平=Ping/P'ing 辉=Hui 斌=Bin/Pin 鹏=Peng/P'eng 鑫=Xin/Hsin 波=Bo/Po 浩=Hao
      建国=Jianguo/Chien-kuo 建华=Jianhua/Chien-hua 志强=Zhiqiang/Chih-ch'iang 志明=Zhiming/Chih-ming 国强=Guoqiang/Kuo-ch'iang 小明=Xiaoming/Hsiao-ming 海涛=Haitao/Hai-t'ao`,
    parts: {
      share: 0.7,
      first: firstOfGiven,
      second: `明=ming 华=hua 强=qiang/ch'iang 伟=wei 军=jun/chün 平=ping/p'ing 杰=jie/chieh 辉=hui 峰=feng 龙=long/lung 飞=fei 林=lin 东=dong/tung 文=wen 斌=bin/pin 宇=yu/yü 轩=xuan/hsüan 然=ran/jan 博=bo/po
        豪=hao 翔=xiang/hsiang 涛=tao/t'ao 鹏=peng/p'eng 亮=liang 清=qing/ch'ing 生=sheng 荣=rong/jung 祥=xiang/hsiang 宁=ning 毅=yi/i`,
    },
  },
  families: {
    common: `王=Wang/Wong 李=Li/Lee 张=Zhang/Chang 刘=Liu 陈=Chen/Chan 杨=Yang/Yeung 黄=Huang/Wong 赵=Zhao/Chao 吴=Wu/Ng 周=Zhou/Chou 徐=Xu/Hsü 孙=Sun 马=Ma 朱=Zhu/Chu 胡=Hu 郭=Guo/Kuo 何=He/Ho 林=Lin/Lam
      高=Gao/Kao 罗=Luo/Lo 郑=Zheng/Cheng 梁=Liang/Leung 谢=Xie/Hsieh 宋=Song/Sung 唐=Tang/T'ang 许=Xu/Hsü 韩=Han 邓=Deng/Teng 冯=Feng/Fung 曹=Cao/Ts'ao 彭=Peng/P'eng 曾=Zeng/Tseng 肖=Xiao/Hsiao 田=Tian/T'ien
      董=Dong/Tung 潘=Pan/P'an 袁=Yuan/Yüan 蔡=Cai/Ts'ai 蒋=Jiang/Chiang 余=Yu/Yü 于=Yu/Yü 杜=Du/Tu 叶=Ye/Yeh 程=Cheng/Ch'eng 魏=Wei 苏=Su 吕=Lü/Lu 丁=Ding/Ting 任=Ren/Jen 卢=Lu 姚=Yao 沈=Shen 钟=Zhong/Chung
      姜=Jiang/Chiang 崔=Cui/Ts'ui 谭=Tan/T'an 陆=Lu 范=Fan 汪=Wang 廖=Liao 石=Shi/Shih 金=Jin/Chin 韦=Wei 贾=Jia/Chia 夏=Xia/Hsia 付=Fu 方=Fang 邹=Zou/Tsou 熊=Xiong/Hsiung 白=Bai/Pai`,
    rare: {
      share: 0.03,
      first: `欧=Ou 司=Si/Szu 上=Shang 诸=Zhu/Chu 皇=Huang`,
      second: `阳=yang 马=ma 官=guan/kuan 葛=ge/ko 甫=fu/p'u`,
    },
  },
  nicknames: `*:阿明=A_Ming,小李=Xiao_Li,Kevin,Jason,David,Tony,Cindy,Amy,Lily,Coco,Vivian,Jack,Leo,Eric,Grace`,
  towns: `北京=Beijing/Peking|100### 上海=Shanghai|200### 广州=Guangzhou|510### 深圳=Shenzhen|518### 成都=Chengdu|610### 杭州=Hangzhou|310### 武汉=Wuhan|430### 西安=Xi'an|710### 南京=Nanjing|210###
    重庆=Chongqing|400### 天津=Tianjin|300### 苏州=Suzhou|215### 青岛=Qingdao|266### 厦门=Xiamen|361### 长沙=Changsha|410### 昆明=Kunming|650###`,
  streets: `人民路=Renmin_Lu 中山路=Zhongshan_Lu 解放路=Jiefang_Lu 建设路=Jianshe_Lu 和平路=Heping_Lu 新华路=Xinhua_Lu 文化路=Wenhua_Lu 北京路=Beijing_Lu 南京路=Nanjing_Lu 长江路=Changjiang_Lu 花园街=Huayuan_Jie`,
  houseNumber: 'after',
  mobile: '13#########',
  trunk: '',
  dates: 'year/month/day',
};
