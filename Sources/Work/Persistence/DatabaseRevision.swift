/// A state of a database, to be compared with others of the same opened one (sqlite.org/pragma.html#pragma_data_version).
package struct DatabaseRevision: Hashable, Sendable {
    let number: Int64
}
