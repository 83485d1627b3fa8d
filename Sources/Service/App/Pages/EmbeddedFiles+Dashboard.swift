import Archives
import Crypto
import HTTPMessages
import HTTPServer

extension EmbeddedFiles {
    /// What lies in `Public/`; a file that is added there is named here.
    static let dashboard = EmbeddedFiles(
        [
            "css/base.css": PackageResources.base_css,
            "css/parts.css": PackageResources.parts_css,
            "css/shell.css": PackageResources.shell_css,
            "icon.svg": PackageResources.icon_svg,
            "index.html": PackageResources.index_html,
            "js/core/api.js": PackageResources.api_js,
            "js/core/dom.js": PackageResources.dom_js,
            "js/core/format.js": PackageResources.format_js,
            "js/core/live.js": PackageResources.live_js,
            "js/core/page.js": PackageResources.page_js,
            "js/core/preferences.js": PackageResources.preferences_js,
            "js/core/router.js": PackageResources.router_js,
            "js/core/words.js": PackageResources.words_js,
            "js/main.js": PackageResources.main_js,
            "js/pages.js": PackageResources.pages_js,
            "js/pages/dashboard.js": PackageResources.dashboard_js,
            "js/pages/job.js": PackageResources.job_js,
            "js/pages/jobs.js": PackageResources.jobs_js,
            "js/parts/acts.js": PackageResources.acts_js,
            "js/parts/chart.js": PackageResources.chart_js,
            "js/parts/dialog.js": PackageResources.dialog_js,
            "js/parts/equivalents.js": PackageResources.equivalents_js,
            "js/parts/heading.js": PackageResources.heading_js,
            "js/parts/list.js": PackageResources.list_js,
            "js/parts/log.js": PackageResources.log_js,
            "js/parts/notices.js": PackageResources.notices_js,
            "js/parts/outcome.js": PackageResources.outcome_js,
            "js/parts/progress.js": PackageResources.progress_js,
            "js/parts/shortcuts.js": PackageResources.shortcuts_js,
            "js/parts/site.js": PackageResources.site_js,
            "js/parts/states.js": PackageResources.states_js,
            "js/parts/verdict.js": PackageResources.verdict_js,
            "js/shell.js": PackageResources.shell_js,
            "js/words/de.js": PackageResources.de_js,
            "js/words/en.js": PackageResources.en_js,
            "js/words/ru.js": PackageResources.ru_js,
        ].mapValues { bytes in
            let etag = EntityTag(String(SHA256.hash(bytes).hex.prefix(32)))
            return File(bytes, gzipped: try? Gzip.compress(bytes), etag: etag)
        }
    )
}
