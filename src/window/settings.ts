// Every setting, read from the environment in this one place; a bad value is one clear sentence (docs/settings.md).
import { ok, refuse, type Result, type Text } from '#kernel'

export interface Setting<T> {
  readonly name: string
  readonly standard: string
  readonly meaning: Text
  /** The value, or what a right one looks like. */
  readonly read: (text: string) => Result<T, Text>
}

const setting = <T>(name: string, standard: string, meaning: Text, read: (text: string) => Result<T, Text>): Setting<T> => ({
  name,
  standard,
  meaning,
  read,
})

const text = (value: string): Result<string, Text> => ok(value)
const whole =
  (minimum: number, maximum: number) =>
  (value: string): Result<number, Text> => {
    const number = Number(value)
    return /^\d+$/.test(value) && number >= minimum && number <= maximum
      ? ok(number)
      : refuse({ zh: `须为 ${minimum} 至 ${maximum} 的整数`, en: `must be a whole number from ${minimum} to ${maximum}` })
  }
const oneOf =
  <const V extends string>(...values: readonly V[]) =>
  (value: string): Result<V, Text> => {
    const found = values.find((v) => v === value)
    return found === undefined ? refuse({ zh: `须为 ${values.join('、')} 之一`, en: `must be one of ${values.join(', ')}` }) : ok(found)
  }
const instant = (value: string): Result<Temporal.Instant | undefined, Text> => {
  if (value === '') return ok(undefined)
  try {
    return ok(Temporal.Instant.from(value))
  } catch {
    return refuse({
      zh: '须为带时区偏移的时间,例如 2026-12-01T09:00:00+08:00',
      en: 'must be a time with an offset, such as 2026-12-01T09:00:00+08:00',
    })
  }
}
const address = (value: string): Result<string, Text> => {
  if (value === '') return ok('')
  if (URL.canParse(value) && /^https?:\/\/[^/]+$/.test(value)) return ok(value)
  return refuse({ zh: '须为 https://主机名[:端口] 的形式', en: 'must look like https://host[:port]' })
}
const databaseAddress = (value: string): Result<string | undefined, Text> => {
  if (value === '') return ok(undefined)
  // The value may hold a password, so the sentence never repeats it.
  return /^postgres(ql)?:\/\/./.test(value) ? ok(value) : refuse({ zh: '须以 postgresql:// 开头', en: 'must begin with postgresql://' })
}
const yes = (value: string): Result<boolean, Text> => {
  const read = oneOf('yes', 'no')(value)
  return read.ok ? ok(read.value === 'yes') : read
}

export const SETTINGS = {
  port: setting('PORT', '8080', { zh: '监听端口', en: 'Port the window listens at' }, whole(0, 65_535)),
  host: setting(
    'HOST',
    '127.0.0.1',
    { zh: '监听地址;0.0.0.0 为所有网卡', en: 'Address the window listens at; 0.0.0.0 for every network card' },
    text,
  ),
  origin: setting(
    'YIDAN_ORIGIN',
    '',
    { zh: '对外的网址;空则为 http://localhost:端口', en: 'Address the world sees; empty means http://localhost:port' },
    address,
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    '',
    { zh: '自备的 PostgreSQL;空则由本程序自行启动', en: 'A PostgreSQL of your own; empty means this program starts one' },
    databaseAddress,
  ),
  dataFolder: setting('YIDAN_DATA_FOLDER', '.yidan', { zh: '数据文件夹', en: 'Folder of the data' }, text),
  cityFolder: setting(
    'YIDAN_CITY',
    'data/chongqing',
    { zh: '启动时装入的路网文件夹', en: 'Folder of the reference network loaded at start' },
    text,
  ),
  clock: setting('YIDAN_CLOCK', '', { zh: '固定时钟,仅供演示与测试', en: 'A fixed clock, for demonstrations and tests only' }, instant),
  logLevel: setting(
    'YIDAN_LOG_LEVEL',
    'info',
    { zh: '日志级别(日志写到标准错误)', en: 'Level of the log, which goes to standard error' },
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
  ),
  requestsPerMinute: setting(
    'YIDAN_REQUESTS_PER_MINUTE',
    '6000',
    { zh: '每个地址每分钟可发的 /v1 请求数', en: 'Requests under /v1 per minute and client address' },
    whole(1, 1_000_000),
  ),
  requestsAtOnce: setting(
    'YIDAN_REQUESTS_AT_ONCE',
    '64',
    { zh: '同时处理的 /v1 请求数', en: 'Requests under /v1 handled at the same time' },
    whole(1, 10_000),
  ),
  requestSeconds: setting('YIDAN_REQUEST_SECONDS', '30', { zh: '单个请求的时限(秒)', en: 'Seconds one request may take' }, whole(1, 600)),
  streamsAtOnce: setting(
    'YIDAN_STREAMS_AT_ONCE',
    '200',
    { zh: '同时打开的变更流数', en: 'Streams of changes open at the same time' },
    whole(0, 10_000),
  ),
  holdMinutes: setting(
    'YIDAN_HOLD_MINUTES',
    '30',
    { zh: '订舱保留运力的分钟数', en: 'Minutes a booking holds its capacity before it must be confirmed' },
    whole(1, 1440),
  ),
  signingKeyDays: setting(
    'YIDAN_SIGNING_KEY_DAYS',
    '365',
    { zh: '签发提单的密钥每隔多少天更换', en: 'Days after which the key that signs bills is replaced' },
    whole(1, 3650),
  ),
  stopSeconds: setting(
    'YIDAN_STOP_SECONDS',
    '10',
    { zh: '停止时等待进行中请求的秒数', en: 'Seconds running requests may still take when stopping' },
    whole(0, 600),
  ),
  trustProxy: setting(
    'YIDAN_TRUST_PROXY',
    'no',
    { zh: '位于反向代理之后,信任 X-Forwarded-For', en: 'Behind a reverse proxy whose X-Forwarded-For is believed' },
    yes,
  ),
} as const

type ValueOf<S> = S extends Setting<infer T> ? T : never
export type Settings = { readonly [K in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[K]> }

/** All settings, or one sentence for each that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Result<Settings, readonly Text[]> {
  const faults: Text[] = []
  const take = <T>({ name, standard, read }: Setting<T>, fallback: T): T => {
    const given = environment[name]
    const value = read(given === undefined || given === '' ? standard : given)
    if (value.ok) return value.value
    faults.push({ zh: `设置 ${name} ${value.error.zh}。`, en: `The setting ${name} ${value.error.en}.` })
    return fallback
  }
  const s = SETTINGS
  const settings: Settings = {
    port: take(s.port, 0),
    host: take(s.host, ''),
    origin: take(s.origin, ''),
    databaseUrl: take(s.databaseUrl, undefined),
    dataFolder: take(s.dataFolder, ''),
    cityFolder: take(s.cityFolder, ''),
    clock: take(s.clock, undefined),
    logLevel: take(s.logLevel, 'info'),
    requestsPerMinute: take(s.requestsPerMinute, 1),
    requestsAtOnce: take(s.requestsAtOnce, 1),
    requestSeconds: take(s.requestSeconds, 1),
    streamsAtOnce: take(s.streamsAtOnce, 0),
    holdMinutes: take(s.holdMinutes, 1),
    signingKeyDays: take(s.signingKeyDays, 1),
    stopSeconds: take(s.stopSeconds, 0),
    trustProxy: take(s.trustProxy, false),
  }
  return faults.length === 0 ? ok(settings) : refuse(faults)
}
