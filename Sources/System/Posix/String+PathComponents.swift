extension String {
    /// What stands between the slashes.
    ///
    /// They are found by bytes: as characters, a slash and a combining mark after it are one.
    var pathComponents: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) }
}
