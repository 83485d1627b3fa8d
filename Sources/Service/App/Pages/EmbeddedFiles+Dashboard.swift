import Crypto
import HTTPMessages
import HTTPServer

extension EmbeddedFiles {
    /// What lies in `Public/`; a file that is added there is named here.
    static let dashboard = EmbeddedFiles(
        [
            "index.html": PackageResources.index_html,
            "icon.svg": PackageResources.icon_svg,
            "css/packferry.css": PackageResources.packferry_css,
            "js/api.js": PackageResources.api_js,
            "js/artifacts.js": PackageResources.artifacts_js,
            "js/dom.js": PackageResources.dom_js,
            "js/format.js": PackageResources.format_js,
            "js/health.js": PackageResources.health_js,
            "js/imports.js": PackageResources.imports_js,
            "js/jobs.js": PackageResources.jobs_js,
            "js/live.js": PackageResources.live_js,
            "js/main.js": PackageResources.main_js,
            "js/repositories.js": PackageResources.repositories_js,
            "js/schedules.js": PackageResources.schedules_js,
        ].mapValues { File($0, etag: EntityTag(String(SHA256.hash($0).hex.prefix(32)))) }
    )
}
