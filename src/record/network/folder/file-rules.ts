// What a first import would choke on, in every text file of the folder.
import type { Faults } from './faults.ts'

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/
const MACHINE_PATH = /(?<![\w.])\/(?:tmp|home|root|work|usr|var|Users)\//
/** Addresses of package registries, in pieces so that this file does not hold one itself. */
const REGISTRIES = [
  ['registry.npm', 'js'],
  ['py', 'pi.org'],
  ['npm', 'js.com'],
  ['crates', '.io'],
  ['files.python', 'hosted'],
  ['proxy.go', 'lang'],
].map((parts) => parts.join(''))

export function checkFile(file: string, text: string, faults: Faults): void {
  if (text.startsWith('\uFEFF'))
    faults.fault(
      { file, line: 1 },
      'byte-order-mark',
      '文件以字节顺序标记（BOM）开头，应为无 BOM 的 UTF-8',
      'the file starts with a byte order mark; UTF-8 without one is wanted',
    )
  const firstReturn = text.indexOf('\r')
  if (firstReturn >= 0)
    faults.fault(
      { file, line: lineAt(text, firstReturn) },
      'carriage-return',
      '行尾含回车符（CRLF），应为 LF',
      'lines end with CRLF; LF is wanted',
    )
  const csv = file.endsWith('.csv')
  // Cells say it themselves, with their column.
  const shape = !csv && text !== text.normalize('NFC')
  if (!shape && !CONTROL.test(text) && !MACHINE_PATH.test(text) && !REGISTRIES.some((host) => text.includes(host))) return
  for (const [k, line] of text.split('\n').entries()) {
    const at = { file, line: k + 1 }
    if (shape && line !== line.normalize('NFC'))
      faults.fault(at, 'not-nfc', '文本不是 Unicode NFC 规范形式', 'the text is not in Unicode normal form C')
    if (CONTROL.test(line))
      faults.fault(at, 'control-character', '含控制字符或替换字符（编码不是 UTF-8？）', 'a control or replacement character (not UTF-8?)')
    if (MACHINE_PATH.test(line)) faults.fault(at, 'machine-path', '含某台机器上的路径', "a path of somebody's machine")
    if (REGISTRIES.some((host) => line.includes(host)))
      faults.fault(at, 'registry-address', '含软件包仓库地址', 'the address of a package registry')
  }
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
