export { type Answered, type Asked, cookieOf, type Desk, NOW, openDesk, signedIn } from './desk.ts'
