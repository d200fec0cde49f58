export { LINK_TYPE } from './link.ts'
export { actsOpenTo, TITLE_STATUSES, type TitleState, type TitleStatus } from './state.ts'
export {
  actOnTitle,
  type ActWishes,
  type IssueWishes,
  issueTitle,
  linkJson,
  type SignLink,
  type Title,
  type TitleLink,
  titleOf,
} from './store.ts'
