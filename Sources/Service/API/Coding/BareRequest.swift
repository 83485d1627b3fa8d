/// The body of a request that has nothing to say beside its path: none, or an object without members.
package struct BareRequest: APIRequest, Hashable {
    /// None.
    package static let members: [RequestMember] = []

    /// Says nothing.
    package init() {}
}
