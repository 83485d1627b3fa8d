/// What this program is.
package enum Version {
    /// Semantic version of the program.
    package static let current = "0.1.0"
}
