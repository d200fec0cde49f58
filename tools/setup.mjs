// Set-up before `npm start` and `npm test`: plain JavaScript on the system's Node ≥ 20, with nothing installed yet.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..')
const quiet = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }
const wish = process.argv[2]
const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')
/** Both languages are written; a person reads the one of his terminal. */
const say = (zh, en) => console.log(chinese ? zh : en)
const fail = (zh, en) => {
  console.error(chinese ? zh : en)
  process.exit(1)
}

installPackages()
if (wish === 'test') installBrowser()

function installPackages() {
  const installed = join(root, 'node_modules/.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  try {
    accessSync(existsSync(join(root, 'node_modules')) ? join(root, 'node_modules') : root, constants.W_OK)
  } catch {
    fail(`文件夹 ${root} 不可写,无法安装所需的包。`, `The folder ${root} cannot be written, so the packages cannot be installed.`)
  }
  step('正在安装所需的包(首次约一分钟)', 'Installing packages (about a minute the first time)', () => {
    // npm's own Node started us, so its path is at hand; a bare `npm` is the fallback.
    const npm = process.env.npm_execpath
    const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    const run = npm
      ? spawnSync(process.execPath, [npm, ...options], quiet)
      : spawnSync('npm', options, { ...quiet, shell: process.platform === 'win32' })
    if (run.status !== 0) fail(`安装失败:\n${reasonOf(run)}`, `The installation failed:\n${reasonOf(run)}`)
  })
}

function installBrowser() {
  const chromium = process.env.CHROMIUM || '/usr/bin/chromium'
  const missing = [...(existsSync(chromium) ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])]
  if (missing.length === 0) return
  const names = missing.join(' ')
  if (process.getuid?.() !== 0 || !isDebian()) {
    fail(
      `浏览器测试需要 Chromium(/usr/bin/chromium,或用 CHROMIUM 指定)和中文字体。请安装:${names}\nDebian 或 Ubuntu:sudo apt-get install -y --no-install-recommends ${names}\n没有浏览器时可运行 npm run ok。`,
      `The browser tests need Chromium (/usr/bin/chromium, or name it with CHROMIUM) and a Chinese font. Please install: ${names}\nOn Debian or Ubuntu: sudo apt-get install -y --no-install-recommends ${names}\nWithout a browser, npm run ok runs everything else.`,
    )
  }
  if (process.env.CHROMIUM && missing.includes('chromium')) {
    fail(`CHROMIUM 指定的 ${chromium} 不存在。`, `There is no ${chromium}, which CHROMIUM names.`)
  }
  step(`正在安装 ${names}`, `Installing ${names}`, () => {
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...missing)
  })
}

function apt(...options) {
  const run = spawnSync('apt-get', ['-q', ...options], { ...quiet, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  if (run.status !== 0) fail(`apt-get ${options[0]} 失败:\n${reasonOf(run)}`, `apt-get ${options[0]} failed:\n${reasonOf(run)}`)
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8')) && onPath('apt-get')
  } catch {
    return false
  }
}

/** Noto's CJK fonts by their Debian package's folder, or any Chinese font that fontconfig knows. */
function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))
}

function step(zh, en, work) {
  say(`${zh} …`, `${en} …`)
  const start = Date.now()
  work()
  const seconds = ((Date.now() - start) / 1000).toFixed(0)
  say(`完成(${seconds} 秒)`, `Done (${seconds} s)`)
}

function reasonOf(run) {
  return run.error?.message ?? `${run.stdout ?? ''}${run.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n')
}
