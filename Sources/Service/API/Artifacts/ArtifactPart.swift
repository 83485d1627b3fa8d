/// One piece of a split archive.
package struct ArtifactPart: Codable, Hashable, Sendable {
    /// Its place, from 1.
    package var number: Int
    /// Its file name.
    package var name: String
    /// Its size.
    package var size: Int64
    /// Its SHA-512 in hexadecimal.
    package var sha512: String

    /// Makes the value from all its members.
    package init(
        number: Int,
        name: String,
        size: Int64,
        sha512: String
    ) {
        self.number = number
        self.name = name
        self.size = size
        self.sha512 = sha512
    }
}
