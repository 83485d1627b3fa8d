package import Posix

/// What can be told of a repository by looking at what another program made: a first configuration.
package struct TreeProposal: Sendable, Equatable {
    /// The keys of the repository besides `type`, with their values.
    package let settings: [(key: String, value: String)]
    /// At which address that program listens.
    package let listen: SocketAddress?
    /// By which names clients know that address.
    package let hosts: [String]

    package init(settings: [(key: String, value: String)], listen: SocketAddress? = nil, hosts: [String] = []) {
        self.settings = settings
        self.listen = listen
        self.hosts = hosts
    }

    package static func == (left: TreeProposal, right: TreeProposal) -> Bool {
        left.settings.elementsEqual(right.settings, by: ==) && left.listen == right.listen && left.hosts == right.hosts
    }
}
