// The cold-chain classes of data/chongqing/coldchain.csv, kept equal to it by a test: choosing one fills the band.
import type { Text } from '#kernel'

interface ColdClass {
  readonly id: string
  readonly name: Text
  readonly minimumC?: number
  readonly maximumC?: number
}

export const COLD_CLASSES: readonly ColdClass[] = [
  { id: 'frozen-general', name: { zh: '速冻食品', en: 'Quick-frozen food' }, maximumC: -18 },
  { id: 'ice-cream', name: { zh: '冰淇淋', en: 'Ice cream' }, maximumC: -20 },
  { id: 'frozen-fish', name: { zh: '冻水产品', en: 'Frozen fish and seafood' }, maximumC: -18 },
  { id: 'frozen-meat', name: { zh: '冻肉', en: 'Frozen meat' }, maximumC: -18 },
  { id: 'butter-frozen', name: { zh: '冷冻黄油', en: 'Frozen butter' }, maximumC: -10 },
  { id: 'chilled-red-meat', name: { zh: '冷鲜肉', en: 'Chilled red meat' }, minimumC: -1, maximumC: 4 },
  { id: 'red-offal', name: { zh: '冷鲜副产品', en: 'Red offal' }, minimumC: -1, maximumC: 3 },
  { id: 'poultry', name: { zh: '冷鲜禽肉', en: 'Chilled poultry' }, minimumC: -1, maximumC: 4 },
  { id: 'minced-meat', name: { zh: '冷鲜肉糜', en: 'Minced meat' }, minimumC: -1, maximumC: 2 },
  { id: 'fresh-fish-ice', name: { zh: '冰鲜水产品', en: 'Fresh fish on ice' }, minimumC: 0, maximumC: 2 },
  { id: 'live-aquatic', name: { zh: '食用水生动物', en: 'Live aquatic animals' }, minimumC: 6, maximumC: 16 },
  { id: 'milk-pasteurised', name: { zh: '巴氏奶和酸奶', en: 'Pasteurised milk, yoghurt' }, minimumC: 2, maximumC: 6 },
  { id: 'chilled-ready-meals', name: { zh: '冷藏即食食品', en: 'Chilled ready meals' }, minimumC: 0, maximumC: 5 },
  { id: 'leafy-vegetables', name: { zh: '叶菜', en: 'Leafy vegetables' }, minimumC: 0, maximumC: 5 },
  { id: 'citrus', name: { zh: '柑橘脐橙', en: 'Citrus (Fengjie orange)' }, minimumC: 3, maximumC: 8 },
  { id: 'durian', name: { zh: '榴莲', en: 'Durian' }, minimumC: 13, maximumC: 15 },
  { id: 'banana', name: { zh: '香蕉', en: 'Banana' }, minimumC: 13.5, maximumC: 14.5 },
  { id: 'cherry-berry', name: { zh: '车厘子和浆果', en: 'Cherries and berries' }, minimumC: -0.5, maximumC: 2 },
  { id: 'mangosteen-longan', name: { zh: '山竹龙眼', en: 'Mangosteen, longan' }, minimumC: 4, maximumC: 13 },
  { id: 'flowers-seedlings', name: { zh: '鲜花种苗', en: 'Cut flowers and seedlings' }, minimumC: 2, maximumC: 8 },
  { id: 'pharma-2-8', name: { zh: '冷藏药品疫苗(2-8)', en: 'Vaccines and medicines 2-8 C' }, minimumC: 2, maximumC: 8 },
  { id: 'pharma-frozen', name: { zh: '冷冻药品(-15至-25)', en: 'Frozen medicines' }, minimumC: -25, maximumC: -15 },
  { id: 'pharma-ultracold', name: { zh: '超低温生物制品', en: 'Ultra-cold biologics' }, minimumC: -80, maximumC: -60 },
  { id: 'pharma-cool', name: { zh: '阴凉药品', en: 'Medicines below 20 C' }, minimumC: 2, maximumC: 20 },
  { id: 'pharma-room', name: { zh: '常温药品', en: 'Medicines 10-30 C' }, minimumC: 10, maximumC: 30 },
  { id: 'blood', name: { zh: '血液制品', en: 'Blood and blood products' }, minimumC: 2, maximumC: 6 },
  { id: 'chocolate-wine', name: { zh: '葡萄酒巧克力', en: 'Wine and chocolate' }, minimumC: 10, maximumC: 18 },
  { id: 'electronics-winter', name: { zh: '电子产品恒温', en: 'Laptops on winter trains' }, minimumC: -20, maximumC: 45 },
]
