// The verbs of a shipment, from the hold to the handed-over goods, as the command line names them.
import type { Command } from 'commander'
import { BILL_VERBS, billActCommand, type ActOptions } from './bill-acts.ts'
import { billCommand, issueCommand, saveCommand } from './bill.ts'
import { bookCommand, type BookOptions } from './book.ts'
import { cancelCommand } from './cancel.ts'
import { confirmCommand } from './confirm.ts'
import { examples, keyOption } from './help.ts'
import type { Say } from './language.ts'
import { milestoneCommand, type MilestoneOptions } from './milestone.ts'
import { partiesCommand } from './parties.ts'
import type { CommandContext } from './run.ts'
import { trackCommand } from './track.ts'
import { verifyCommand } from './verify.ts'
import { workCommand } from './work.ts'

export type Finish = (code: number) => void

const BOOKING = 'bkg_01m8mz2f1jety8qtw6cwxd7fad'
const CONSIGNMENT = 'csg_01m8mz2g84esd84n8ye9x7nmjc'

export function addShipmentVerbs(program: Command, context: CommandContext, finish: Finish): void {
  addBooking(program, context, finish)
  addTracking(program, context, finish)
  addBill(program, context, finish)
  addLists(program, context, finish)
}

function addBooking(program: Command, context: CommandContext, finish: Finish): void {
  const { say } = context
  const list = (value: string, before: readonly string[] = []): string[] => [...before, value]
  const quote = 'qte_01m8mz2cmeex5twxrhwnbp7qbe'
  keyOption(
    program
      .command('book')
      .argument('<quote>', say('报价编号', 'id of the quote'))
      .argument(
        '<itinerary>',
        say(
          '方案:编号、序号,或 CHEAPEST FASTEST GREENEST MOST_RELIABLE',
          'itinerary: its id, its number, or CHEAPEST FASTEST GREENEST MOST_RELIABLE',
        ),
      ),
    say,
  )
    .description(say('留舱:全程每一段,或一段也不留', 'Hold the capacity of every element, or of none'))
    .option('--consignee <party>', say('收货人:编号或名称', 'consignee: id or name'))
    .option('--consignee-email <address>', say('收货人无账户时的邮箱', 'its e-mail address, where it has no account'))
    .option('--consignor <party>', say('托运人(默认为自己)', 'consignor (default: the caller)'))
    .option('--carrier <party>', say('承运人(默认为本市多式联运经营人)', 'carrier (default: the multimodal operator of the city)'))
    .option('--reference <text>', say('自己的参考号', 'own reference'))
    .option('--box <spec>', say('箱号,可重复:CSQU3054383:40HC[:封号]', 'container, repeatable: CSQU3054383:40HC[:SEAL]'), list)
    .addHelpText(
      'after',
      examples(say, [
        [
          `npx yidan book ${quote} CHEAPEST --consignee 'Rhein Elektronik GmbH' --consignee-email eingang@rhein-elektronik.example --reference PO-2026-1187`,
          say('留最省的方案', 'hold the cheapest'),
        ],
        [
          `npx yidan book ${quote} 2 --consignee 演示收货人 --box CSQU3054383:40HC:SEAL001`,
          say('留第 2 个方案,写明箱号与封号', 'hold number 2, with the container and its seal'),
        ],
      ]),
    )
    .action(async (id: string, choice: string, options: BookOptions) => finish(await bookCommand(id, choice, options, context)))
  keyOption(program.command('confirm').argument('<booking>', say('订舱编号', 'id of the booking')), say)
    .description(say('确认订舱,生成货单', 'Confirm a booking, which makes the consignment'))
    .addHelpText('after', examples(say, [[`npx yidan confirm ${BOOKING}`, say('在留舱到期之前', 'before the hold expires')]]))
    .action(async (id: string, options: object) => finish(await confirmCommand(id, options, context)))
  keyOption(program.command('cancel').argument('<id>', say('订舱编号,或货单编号、单号', 'booking, or consignment by id or number')), say)
    .description(say('取消并退回舱位', 'Cancel and give the capacity back'))
    .option('--reason <text>', say('原因', 'why'))
    .addHelpText(
      'after',
      examples(say, [
        [`npx yidan cancel ${BOOKING} --reason '${say('客户撤单', 'withdrawn by the customer')}'`, say('取消留舱', 'cancel a hold')],
      ]),
    )
    .action(async (id: string, options: object) => finish(await cancelCommand(id, options, context)))
}

function addTracking(program: Command, context: CommandContext, finish: Finish): void {
  const { say } = context
  const consignment = say('货单:编号、单号、箱号或参考号', 'consignment: id, number, container or reference')
  keyOption(program.command('track').argument('<consignment>', consignment), say)
    .description(say('货在何处:计划、预计、实际,以及谁说的', 'Where it is: planned, estimated, actual, and who said so'))
    .option(
      '--follow',
      say(
        '持续跟踪直到交付;断线后接着听,不漏不重',
        'keep following until it is delivered; after a broken line nothing is missed or told twice',
      ),
    )
    .option('--after <cursor>', say('从变更流的这一位置听起', 'follow from this cursor of the changes on'))
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan track CQ26-1125-000017', say('按单号', 'by its number')],
        [`npx yidan track ${CONSIGNMENT} --follow`, say('持续跟踪', 'follow it')],
      ]),
    )
    .action(async (word: string, options: object) => finish(await trackCommand(word, options, context)))
  keyOption(
    program
      .command('milestone')
      .argument('<consignment>', consignment)
      .argument('<element>', say('段:序号或编号', 'element: its number or id'))
      .argument('<milestone>', say('节点,如 DEPARTED', 'milestone, such as DEPARTED')),
    say,
  )
    .description(say('报告一个节点', 'State one milestone'))
    .option('--at <time>', say('发生时间,须带偏移(默认现在)', 'when it happened, with offset (default now)'))
    .option('--box <id>', say('所见箱号', 'the container it was seen with'))
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan milestone CQ26-1125-000017 3 DEPARTED', say('第 3 段刚刚发运', 'element 3 has just departed')],
        ['npx yidan milestone CQ26-1125-000017 3 ARRIVED --at 2026-12-17T22:40+01:00', say('事后补报', 'told afterwards')],
      ]),
    )
    .action(async (word: string, element: string, milestone: string, options: MilestoneOptions) =>
      finish(await milestoneCommand({ consignment: word, element, milestone }, options, context)),
    )
}

function addBill(program: Command, context: CommandContext, finish: Finish): void {
  const { say } = context
  const which = say('提单编号,或货单的编号、单号', 'bill by id, or its consignment by id or number')
  const bill = keyOption(program.command('bill').argument('<consignment>', which), say)
    .description(
      say('一单:查看(签发前为草稿)、签发、转让、交单', 'The one bill: show it (before issue the draft), issue, transfer, surrender'),
    )
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan bill CQ26-1125-000017', say('查看', 'show it')],
        ['npx yidan bill issue CQ26-1125-000017', say('由承运人签发', 'the carrier issues it')],
        ['npx yidan bill save CQ26-1125-000017 --pdf bill.pdf --vc bill.vc', say('保存', 'save it')],
      ]),
    )
    .action(async (word: string, options: object) => finish(await billCommand(word, options, context)))
  keyOption(bill.command('issue').argument('<consignment>', say('货单', 'consignment')), say)
    .description(say('签发提单(承运人)', 'Issue the bill (the carrier)'))
    .option('--to-order', say('指示提单', 'made out to order'))
    .action(async (word: string, options: object) => finish(await issueCommand(word, options, context)))
  keyOption(bill.command('save').argument('<bill>', which), say)
    .description(say('保存已签发的提单', 'Save the bill as it was signed'))
    .option('--pdf <file>', say('双语 PDF,内附已签名的原件', 'PDF in both languages, the signed original attached'))
    .option('--vc <file>', say('已签名的原件(vc+jwt)', 'the signed original (vc+jwt)'))
    .action(async (word: string, options: object) => finish(await saveCommand(word, options, context)))
  for (const verb of BILL_VERBS) {
    const command = keyOption(bill.command(verb).argument('<bill>', which), say)
      .description(actOf(verb, say))
      .option('--sequence <n>', say('所见的最后一环(默认为现在的)', 'last link seen (default: the one there now)'))
      .action(async (word: string, options: ActOptions) => finish(await billActCommand(verb, word, options, context)))
    if (verb === 'transfer') command.option('--to <party>', say('受让人:编号或名称', 'to whom: id or name'))
    if (verb === 'reject') command.option('--reason <text>', say('原因', 'why'))
  }
}

function actOf(verb: (typeof BILL_VERBS)[number], say: Say): string {
  switch (verb) {
    case 'transfer':
      return say('转让(持单人)', 'Pass it on (its holder)')
    case 'surrender':
      return say('交单提货(持单人)', 'Surrender it for delivery (its holder)')
    case 'accept':
      return say('接受交单(承运人)', 'Accept the surrender (the carrier)')
    case 'reject':
      return say('拒绝交单(承运人)', 'Reject the surrender (the carrier)')
  }
}

function addLists(program: Command, context: CommandContext, finish: Finish): void {
  const { say } = context
  program
    .command('verify')
    .argument('<file>', say('提单文件:vc+jwt 或 PDF', 'a bill: vc+jwt or PDF'))
    .description(say('核验提单真伪;有 --issuer 文件时无需联网', 'Is this bill genuine? Offline with a file for --issuer'))
    .option(
      '--issuer <did.json>',
      say('签发方的 did.json 或公钥集文件,或 did:web:…', "the issuer's did.json or key set as a file, or did:web:…"),
    )
    .option('--json', say('输出 JSON', 'print JSON'))
    .addHelpText(
      'after',
      examples(say, [
        ['npx yidan verify bill.pdf', say('向单上所写签发方取公钥', 'keys from the issuer that the bill names')],
        ['npx yidan verify bill.vc --issuer did.json', say('离线', 'offline')],
      ]),
    )
    .action(async (file: string, options: object) => finish(await verifyCommand(file, options, context)))
  keyOption(program.command('work'), say)
    .description(say('我方应报的下一批节点', 'What the own party owes next'))
    .addHelpText('after', examples(say, [['YIDAN_KEY=… npx yidan work', say('承运人、场站的工作清单', 'the list of a carrier or a hub')]]))
    .action(async (options: object) => finish(await workCommand(options, context)))
  keyOption(program.command('parties').argument('[words]', say('名称', 'name')), say)
    .description(say('本窗口的组织', 'The organisations of this window'))
    .addHelpText('after', examples(say, [['npx yidan parties 铁路', say('按名称', 'by name')]]))
    .action(async (words: string | undefined, options: object) => finish(await partiesCommand(words, options, context)))
}
