// GraphiQL in a real Chromium: a query, a mutation and a subscription, each from its tab. Leaves a screenshot where it is told to.
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const [url, executablePath, screenshot] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  const complaints = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(data|blob|ws):/.test(request.url())) complaints.push(`foreign: ${request.url()}`)
  })
  await page.goto(url)
  await page.getByText('AddTwo').first().waitFor({ timeout: 30_000 })

  const answer = async () => (await page.locator('.graphiql-response').innerText()).replace(/\s+/g, '')
  const run = async (tab, expected) => {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByLabel(/execute query/i).click()
    const choice = page.getByRole('menuitem').first()
    if (await choice.isVisible().catch(() => false)) await choice.click()
    await page.waitForFunction(
      (text) => document.querySelector('.graphiql-response')?.innerText.replace(/\s+/g, '').includes(text), expected, { timeout: 20_000 })
  }
  await run('AddTwo', '"addTwo":"3"')
  await run('Publish', '"state":"ACTIVE"')
  await run('Count', '"count":3')
  assert.ok((await answer()).includes('"count":3'))

  // The documentation comes from an introspection query, the token from the headers tab.
  await page.getByLabel(/show documentation explorer/i).click()
  await page.getByText('Root Types').waitFor({ timeout: 10_000 })
  await page.getByRole('button', { name: 'Headers' }).click()
  if (screenshot) await page.screenshot({ path: screenshot })
  assert.deepEqual(complaints, [])
} finally {
  await browser.close()
}
