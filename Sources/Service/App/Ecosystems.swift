import Files
import MirrorAPT
import Npm
package import Transfer
package import Trees

/// Every kind of repository there is.
///
/// The one file of the product that names them (`scripts/check-layers`).
package enum Ecosystems {
    /// In the order in which they are named to people.
    package static let all: [any Ecosystem] = [NpmEcosystem(), FilesEcosystem(), APTEcosystem()]

    /// What archives of any of them may carry.
    package static var rules: [any ContentRules] { all.map(\.rules) }

    /// The one whose word in the configuration this is.
    static func named(_ type: String) -> (any Ecosystem)? { all.first { $0.type == type } }
}
