import Npm

/// Written as Node names it: `linux-x64-glibc`, `linux-arm64-musl`, `win32-x64`, `darwin-arm64`.
extension Platform: ConfigurationValue {
    init(configured text: String) throws(ValueProblem) {
        guard let platform = Platform(parsing: text) else {
            let replacement = Platform(parsing: "\(text)-glibc") == nil ? nil : "\(text)-glibc"
            throw ValueProblem("is not a platform such as linux-x64-glibc or win32-x64", replacement: replacement)
        }
        self = platform
    }

    var configured: String { description }
}
