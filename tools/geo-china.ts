// What the Chinese standard asks of a map and Natural Earth lacks; drawn by ourselves from general knowledge, schematic.
import type { Position, Ring, Shape } from './geo-shape.ts'

export type ProvinceName = { readonly zh: string; readonly en: string }

/** Natural Earth's name of a province → its official names. Taiwan, Hong Kong and Macau are dissolved from their districts. */
export const PROVINCES: Readonly<Record<string, ProvinceName>> = {
  Beijing: { zh: '北京市', en: 'Beijing' },
  Tianjin: { zh: '天津市', en: 'Tianjin' },
  Hebei: { zh: '河北省', en: 'Hebei' },
  Shanxi: { zh: '山西省', en: 'Shanxi' },
  'Inner Mongol': { zh: '内蒙古自治区', en: 'Inner Mongolia' },
  Liaoning: { zh: '辽宁省', en: 'Liaoning' },
  Jilin: { zh: '吉林省', en: 'Jilin' },
  Heilongjiang: { zh: '黑龙江省', en: 'Heilongjiang' },
  Shanghai: { zh: '上海市', en: 'Shanghai' },
  Jiangsu: { zh: '江苏省', en: 'Jiangsu' },
  Zhejiang: { zh: '浙江省', en: 'Zhejiang' },
  Anhui: { zh: '安徽省', en: 'Anhui' },
  Fujian: { zh: '福建省', en: 'Fujian' },
  Jiangxi: { zh: '江西省', en: 'Jiangxi' },
  Shandong: { zh: '山东省', en: 'Shandong' },
  Henan: { zh: '河南省', en: 'Henan' },
  Hubei: { zh: '湖北省', en: 'Hubei' },
  Hunan: { zh: '湖南省', en: 'Hunan' },
  Guangdong: { zh: '广东省', en: 'Guangdong' },
  Guangxi: { zh: '广西壮族自治区', en: 'Guangxi' },
  Hainan: { zh: '海南省', en: 'Hainan' },
  Chongqing: { zh: '重庆市', en: 'Chongqing' },
  Sichuan: { zh: '四川省', en: 'Sichuan' },
  Guizhou: { zh: '贵州省', en: 'Guizhou' },
  Yunnan: { zh: '云南省', en: 'Yunnan' },
  Xizang: { zh: '西藏自治区', en: 'Xizang' },
  Shaanxi: { zh: '陕西省', en: 'Shaanxi' },
  Gansu: { zh: '甘肃省', en: 'Gansu' },
  Qinghai: { zh: '青海省', en: 'Qinghai' },
  Ningxia: { zh: '宁夏回族自治区', en: 'Ningxia' },
  Xinjiang: { zh: '新疆维吾尔自治区', en: 'Xinjiang' },
  Taiwan: { zh: '台湾省', en: 'Taiwan Province' },
  'Hong Kong': { zh: '香港特别行政区', en: 'Hong Kong SAR' },
  Macau: { zh: '澳门特别行政区', en: 'Macao SAR' },
}

/** Where Intl's names are not the ones Chinese maps print. */
export const COUNTRY_NAMES: Readonly<Record<string, ProvinceName>> = {
  FK: { zh: '马尔维纳斯群岛（福克兰群岛）', en: 'Malvinas (Falkland Islands)' },
  PS: { zh: '巴勒斯坦', en: 'Palestine' },
  'x-KAS': { zh: '锡亚琴冰川', en: 'Siachen Glacier' },
}

/** The Chinese half of Heixiazi Island since 2008: down the Heilong from Fuyuan, then across the island to the Wusuli. */
export const HEIXIAZI_LINE: Ring = [
  [134.373, 48.421],
  [134.5, 48.432],
  [134.62, 48.428],
  [134.72, 48.4],
  [134.725, 48.35],
  [134.703, 48.29],
]

// Islands are marks about ten kilometres across, or they would vanish at every scale we draw.
const MARK_DEGREES = 0.09

const mark = ([x, y]: Position): Ring[] => [
  [
    [x - MARK_DEGREES, y],
    [x, y + MARK_DEGREES],
    [x + MARK_DEGREES, y],
    [x, y - MARK_DEGREES],
    [x - MARK_DEGREES, y],
  ],
]

const ISLANDS: Readonly<Record<string, readonly Position[]>> = {
  // 东沙岛
  Guangdong: [[116.72, 20.7]],
  // 马祖
  Fujian: [[119.94, 26.15]],
  // 钓鱼岛, 赤尾屿
  Taiwan: [
    [123.475, 25.745],
    [124.56, 25.92],
  ],
  Hainan: [
    // 西沙群岛: 永兴岛, 东岛, 珊瑚岛, 金银岛, 中建岛, 浪花礁
    [112.34, 16.83],
    [112.73, 16.67],
    [111.61, 16.53],
    [111.38, 16.35],
    [111.2, 15.78],
    [112.53, 16.06],
    // 中沙群岛: 黄岩岛, 漫步暗沙, 隐矶滩
    [117.77, 15.15],
    [114.48, 15.92],
    [114.95, 16.05],
    // 南沙群岛: 太平岛, 中业岛, 渚碧礁, 永暑礁, 美济礁, 南威岛, 西月岛, 礼乐滩, 仙娥礁, 半月礁, 司令礁, 弹丸礁, 南通礁, 万安滩, 曾母暗沙
    [114.37, 10.38],
    [114.28, 11.05],
    [114.08, 10.92],
    [112.89, 9.6],
    [115.53, 9.9],
    [111.92, 8.65],
    [115.03, 11.08],
    [116.6, 11.3],
    [115.45, 9.37],
    [116.27, 8.88],
    [115.22, 8.37],
    [113.83, 7.37],
    [113.25, 6.33],
    [109.75, 7.5],
    [112.28, 3.97],
  ],
}

/** Islands absent from Natural Earth, by province. */
export const ISLAND_MARKS: readonly { readonly province: string; readonly shape: Shape }[] = Object.entries(ISLANDS).map(
  ([province, places]) => ({ province, shape: places.map(mark) }),
)

/** The ten dashes, counter-clockwise from the Gulf of Tonkin's mouth to the east of Taiwan. */
export const TEN_DASHES: readonly Ring[] = [
  [
    [109.35, 16.1],
    [109.65, 15.65],
    [109.85, 15.15],
  ],
  [
    [110.35, 12.25],
    [110.3, 11.75],
    [110.12, 11.25],
  ],
  [
    [108.3, 7.15],
    [108.22, 6.6],
    [108.27, 6.05],
  ],
  [
    [111.85, 3.45],
    [112.35, 3.6],
    [112.85, 3.85],
  ],
  [
    [115.55, 7.15],
    [115.9, 7.5],
    [116.25, 7.95],
  ],
  [
    [118.55, 10.95],
    [118.82, 11.4],
    [119.03, 11.9],
  ],
  [
    [119.1, 15.0],
    [119.12, 15.55],
    [119.1, 16.1],
  ],
  [
    [119.55, 18.0],
    [119.8, 18.5],
    [120.05, 19.0],
  ],
  [
    [121.15, 20.85],
    [121.5, 21.25],
    [121.88, 21.7],
  ],
  [
    [122.5, 23.55],
    [122.68, 24.05],
    [122.78, 24.55],
  ],
]
