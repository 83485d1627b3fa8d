extension DependencyWalk {
    /// Asks for all that a file names.
    ///
    /// Of a version that is named for other platforms the tarball is wanted only where the file says that they are
    /// needed, too.
    package mutating func want(_ set: RequestedSet) throws(ClosureError) {
        let asker = Asker.root(set.kind.rawValue)
        let demand = set.includesOtherPlatforms ? Demand.always : .whereItFits
        for pin in set.pins { try want(pin.name, exactly: pin.version, because: asker, as: demand) }
        for wish in set.wishes {
            try want(wish.name, wish.spec, because: asker, as: wish.isOptional ? .optional : .always)
        }
    }
}
