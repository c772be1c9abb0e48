// Brings the GOV.UK components of this page to life. Every page works without it.
// The script's own address carries the version that the components must be asked for with.
const { initAll } = await import('/assets/govuk-frontend.js' + new URL(import.meta.url).search)
initAll()
