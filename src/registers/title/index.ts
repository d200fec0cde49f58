export { LINK_TYPE, linkJson, type Title, type TitleLink } from './link.ts'
export { actsOpenTo, TITLE_STATUSES, type TitleState, type TitleStatus } from './state.ts'
export { actOnTitle, type ActWishes, type IssueWishes, issueTitle, type NewMove, type SignLink, titleOf, tooLateFor } from './store.ts'
