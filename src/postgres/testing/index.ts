export { changesSettled } from './changes-settled.ts'
export { emptyDatabase, testDatabase, type TestDatabase } from './test-database.ts'
