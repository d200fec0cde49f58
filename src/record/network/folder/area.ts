// Rough boxes of the countries of the network, so that a swapped or mistyped position is seen at the door.
import type { Position } from '#kernel'

export interface Box {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}
const box = (west: number, east: number, south: number, north: number): Box => ({ west, east, south, north })

export const CHONGQING = box(105.2, 110.3, 28.1, 32.3)

/** Generous to a degree or so; a country that is not listed is not judged. */
const COUNTRIES: Readonly<Record<string, Box>> = {
  CN: box(73, 135.1, 18, 53.6),
  HK: box(113.7, 114.5, 22.1, 22.6),
  MO: box(113.5, 113.7, 22, 22.3),
  TW: box(118, 122.1, 21.8, 26.5),
  VN: box(102, 110, 8, 23.5),
  LA: box(100, 107.8, 13.8, 22.6),
  TH: box(97, 106, 5.5, 20.6),
  MM: box(92, 101.3, 9.5, 28.6),
  MY: box(99.5, 119.5, 0.7, 7.5),
  SG: box(103.5, 104.2, 1.1, 1.6),
  ID: box(94.5, 141.2, -11.2, 6.3),
  PH: box(116.5, 127, 4.5, 21.3),
  KH: box(102, 108, 9.5, 15),
  JP: box(122.8, 154, 24, 45.8),
  KR: box(124.5, 131.1, 33, 38.8),
  MN: box(87.5, 120, 41.5, 52.3),
  RU: box(19, 180, 41, 82),
  KZ: box(46, 87.5, 40.5, 55.6),
  UZ: box(55.9, 73.3, 37, 45.7),
  KG: box(69, 80.4, 39, 43.4),
  AZ: box(44.7, 51, 38.3, 42),
  GE: box(39.9, 46.8, 41, 43.7),
  TR: box(25.5, 45, 35.8, 42.3),
  BY: box(23, 32.9, 51, 56.3),
  PL: box(14, 24.3, 48.9, 55),
  CZ: box(12, 19, 48.4, 51.2),
  HU: box(16, 23, 45.6, 48.7),
  DE: box(5.8, 15.2, 47.2, 55.2),
  NL: box(3.2, 7.4, 50.7, 53.7),
  BE: box(2.4, 6.5, 49.4, 51.6),
  LU: box(5.6, 6.6, 49.4, 50.3),
  FR: box(-5.3, 9.7, 41.2, 51.2),
  IT: box(6.5, 18.7, 36.5, 47.2),
  ES: box(-9.5, 4.5, 35.8, 44),
  GR: box(19.3, 28.4, 34.7, 41.8),
  GB: box(-8.7, 2, 49.8, 61),
  IN: box(68, 97.5, 6.5, 35.6),
  NP: box(80, 88.3, 26.3, 30.5),
  BD: box(88, 92.8, 20.5, 26.7),
  LK: box(79.5, 82, 5.8, 10),
  PK: box(60.8, 77.9, 23.5, 37.1),
  AE: box(51, 56.5, 22.5, 26.2),
  AU: box(112.5, 154, -44, -10),
  BR: box(-74, -34, -34, 5.5),
  US: box(-180, -66, 18, 72),
  CA: box(-141.1, -52, 41.6, 83.2),
  MX: box(-118.5, -86.5, 14.5, 32.8),
}

export const areaOf = (id: string, countryCode: string): Box | undefined => (id.startsWith('cq-') ? CHONGQING : COUNTRIES[countryCode])
export const inside = ({ west, east, south, north }: Box, { latitude, longitude }: Position): boolean =>
  longitude >= west && longitude <= east && latitude >= south && latitude <= north

/** A point of the asker's own against the country he names; countries without a box are not judged. */
export const countryFault = (position: Position, countryCode: string): 'swapped' | 'outside' | undefined =>
  positionFault(position, COUNTRIES[countryCode])

/** What is wrong with a position, judged by the area it should lie in. */
export function positionFault(position: Position, area: Box | undefined): 'swapped' | 'outside' | undefined {
  const swapped = { latitude: position.longitude, longitude: position.latitude }
  const possible = Math.abs(position.latitude) <= 90 && Math.abs(position.longitude) <= 180
  if (area === undefined) return possible ? undefined : Math.abs(swapped.latitude) <= 90 ? 'swapped' : 'outside'
  if (possible && inside(area, position)) return undefined
  return inside(area, swapped) ? 'swapped' : 'outside'
}
