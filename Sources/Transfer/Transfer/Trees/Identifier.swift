/// What archives, snapshots, imports and repositories are told apart by.
package enum Identifier {
    /// Whether `text` is 32 lower-case hex digits, as every id and uuid of ours.
    package static func isOne(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
