/// What runs here.
package struct VersionInfo: Codable, Hashable, Sendable {
    /// The name of the product.
    package var name: String
    /// The version of the service.
    package var version: String
    /// The formats that it reads and writes, with their majors.
    package var formats: [String]
    /// The versions of the libraries that it uses.
    package var libraries: [String: String]

    package init(name: String, version: String, formats: [String], libraries: [String: String]) {
        self.name = name
        self.version = version
        self.formats = formats
        self.libraries = libraries
    }
}
