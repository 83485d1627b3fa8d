import Npm

/// Written as Node names it: `linux-x64-glibc`, `linux-arm64-musl`, `win32-x64`, `darwin-arm64`.
extension Platform: ConfigurationValue {
    /// What nearly every server runs.
    static var standard: [Platform] { [Platform(parsing: "linux-x64-glibc")].compactMap(\.self) }

    init(configured text: String) throws(ValueProblem) {
        guard let platform = Platform(parsing: text) else {
            let isLinux = text.hasPrefix("linux-") && Platform(parsing: "\(text)-glibc") != nil
            let replacement = isLinux ? "\(text)-glibc" : nil
            throw ValueProblem("is not a platform such as linux-x64-glibc or win32-x64", replacement: replacement)
        }
        self = platform
    }

    var configured: String { description }
}
