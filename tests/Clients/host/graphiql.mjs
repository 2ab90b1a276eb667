// The IDE of the control plane in a real Chromium: an example runs as it is, the next with a token, and a subscription shows what another client changes.
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const [url, token, executablePath, screenshot] = process.argv.slice(2)
const post = async (query) => (await fetch(url, {
  method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query }),
})).json()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } })
  const complaints = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(url)
  const open = (name) => page.getByRole('tab', { name }).click()
  const run = () => page.getByLabel(/execute query/i).click()
  const shows = (text, timeout = 30_000) => page.waitForFunction(
    (wanted) => document.querySelector('.graphiql-response')?.innerText.replace(/\s+/g, '').includes(wanted), text, { timeout })
  const authorize = async () => {
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator('.graphiql-editor-tool .monaco-editor').last().click()
    // Behind "Bearer ", where the page has prepared a place for it.
    for (const key of ['Control+Home', 'ArrowDown', 'End', 'ArrowLeft']) await page.keyboard.press(key)
    await page.keyboard.insertText(token)
  }

  await page.getByRole('tab', { name: 'Plugins' }).waitFor({ timeout: 30_000 })
  await open('Plugins')
  await run()
  await shows('"hasNextPage":true')

  await post('mutation { updatePolicy(input: { allowRemoteAdmin: true }) { errors { __typename } } }')
  await open('InstallPlugin')
  await run()
  await shows('"code":"FORBIDDEN"')
  await authorize()
  await run()
  await shows('"outcome":"CREATED"')

  await open('OnInstallationChanged')
  await authorize()
  await run()
  // The socket and its subscription come up in their own time; a change is made until one is shown.
  for (let round = 0; round < 60; round++) {
    await post(`mutation { installPlugin(input: { source: { catalog: { pluginId: "git" } } }) { outcome errors { __typename ... on Error { message } } } }`)
    if (await shows('"name":"git"', 500).then(() => true, () => false)) break
  }
  await shows('"name":"git"')
  if (screenshot) await page.screenshot({ path: screenshot })
  assert.deepEqual(complaints, [])
} finally {
  await browser.close()
}
