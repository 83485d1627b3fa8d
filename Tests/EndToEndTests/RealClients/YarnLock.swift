import Foundation

/// The lockfile of yarn 1: blocks with an empty line between them.
struct YarnLock {
    private static let online = "http://127.0.0.1:4873/"
    private let blocks: [String]

    init(_ text: String) { blocks = text.components(separatedBy: "\n\n") }

    /// The lockfile as a site can use it: the registry here instead of the online one, for which yarn 1 has no option,
    /// and without what was not carried.
    ///
    /// yarn 1 fetches whatever its lockfile names, other platforms' optional packages too, and stops when it cannot.
    func carried(in storage: String, from registry: String) -> String {
        blocks.filter { block in
            guard let start = block.range(of: Self.online), let end = block[start.upperBound...].firstIndex(of: "#")
            else { return true }
            let path = block[start.upperBound..<end].replacing("/-/", with: "/")
            return FileManager.default.fileExists(atPath: "\(storage)/\(path)")
        }
        .joined(separator: "\n\n").replacing(Self.online, with: registry)
    }
}
