import Spooling
import Time

/// What lists of packages remember between two pages: how many packages there are, and in which order.
package final class CatalogMemory: Sendable {
    /// One order of those packages of a repository that a filter lets through.
    struct Ordering: Hashable, Sendable {
        private let repository: String
        /// By its bytes: texts that Swift holds for one are found in other names.
        private let search: [UInt8]?
        private let changedSince: Moment?
        private let hasFindings: Bool
        private let order: CatalogOrder

        init(_ filter: CatalogFilter, _ order: CatalogOrder, in repository: String) {
            self.repository = repository
            self.order = order
            search = filter.search.map { Array($0.utf8) }
            changedSince = filter.changedSince
            hasFindings = filter.hasFindings
        }
    }

    /// Repositories whose packages are counted.
    private static let repositories = 1000
    /// Orders: a short one holds some 400 kB of memory at most, a long one lies on the disk, in 30 bytes a package.
    private static let orders = 16

    /// How many packages a repository has.
    let totals = Remembered<String, Int>(bound: repositories)
    /// Where each package stands, in an order that is not reversed.
    let orderings = Remembered<Ordering, SpooledList<CatalogPlace>>(bound: orders)

    package init() {}
}
