package import Posix
import Trees
import YAML

/// A first configuration, with what to think about beside each key.
package struct NewConfiguration: Sendable {
    private static let port: UInt16 = 8470

    /// What it was made from; `nil` where nothing was found.
    package let source: AbsolutePath?
    private let type: String
    private let settings: [(key: String, value: String)]
    private let listen: SocketAddress
    private let other: SocketAddress?
    private let hosts: [String]

    /// Looks at what is at `path`, or without one at the usual places; throws what is wrong with it.
    ///
    /// Blocks.
    package init(from path: AbsolutePath?, home: AbsolutePath?) throws {
        let usual = Ecosystems.all.flatMap { $0.usualPlaces(home: home) }
        for place in path.map({ [$0] }) ?? usual {
            for ecosystem in Ecosystems.all {
                guard let proposal = try Self.proposal(from: place, by: ecosystem, isNamed: path != nil) else {
                    continue
                }
                self.init(proposal, type: ecosystem.type, source: place)
                return
            }
        }
        if let path {
            throw NewConfigurationError(
                path: path,
                cause: "is neither a configuration nor a folder of packages or files"
            )
        }
        let first = Ecosystems.all[0]
        self.init(TreeProposal(settings: [(first.rootKey, "./storage")]), type: first.type, source: nil)
    }

    private init(_ proposal: TreeProposal, type: String, source: AbsolutePath?) {
        self.type = type
        self.source = source
        settings = proposal.settings
        other = proposal.listen
        listen = proposal.listen?.withPort(Self.port) ?? .loopback(port: Self.port)
        hosts = proposal.hosts
    }

    /// What is not there is not looked at; what nobody named and cannot be read is passed over.
    private static func proposal(
        from path: AbsolutePath,
        by ecosystem: any Ecosystem,
        isNamed: Bool
    ) throws -> TreeProposal? {
        do {
            return try ecosystem.proposal(from: path)
        } catch let error as SystemError where error.errno == .noEntry {
            return nil
        } catch {
            guard isNamed else { return nil }
            throw NewConfigurationError(path: path, cause: "cannot be used: \(error)")
        }
    }

    /// The text of the file; `role` is the word of `site.role`.
    package func text(role: SiteRole) -> String {
        """
        # A configuration for Packferry\(source.map { ", made from \($0)" } ?? ""). 'packferry config check' checks it, 'packferry
        # config show' prints every key with its value.

        # Which side this is: online builds archives, offline applies them, both does either.
        site: { role: \(role.rawValue) }

        # There is no login: whoever reaches this address may do everything.\(neighbour)
        listen: \(YAMLScalar.encoded(listen.description))

        # Further names by which clients call this machine; any other is refused.
        hosts: [\(hosts.map { YAMLScalar.encoded($0) }.joined(separator: ", "))]

        # What clients call it where a proxy with TLS stands in front of it.
        # public_url: https://packages.example

        # Where its own files lie; without this in the folder of this file, for a file in /etc/packferry in
        # /var/lib/packferry.
        # paths: { state: ./state, artifacts: ./artifacts, snapshots: ./snapshots }

        repositories:
          \(type): # the name is free; the type is not
            type: \(type)
        \(settings.map { "    \($0.key): \(YAMLScalar.encoded($0.value))" }.joined(separator: "\n"))

        """
    }

    private var neighbour: String {
        guard let other else { return "" }
        return "\n# What was found here listens at \(other) and may go on doing so."
    }
}

/// Why no configuration can be made from something.
package struct NewConfigurationError: Error, Sendable, CustomStringConvertible {
    package let path: AbsolutePath
    package let cause: String

    package var description: String {
        "\(path) \(cause). Name a configuration of the program that fills it, or its folder."
    }
}
