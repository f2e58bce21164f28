namespace BigBen.Manifests.Specs;

/// <summary>Something that was asked for and that the local platform does not do.</summary>
/// <param name="Key">The object that asks for it.</param>
/// <param name="What">The field, such as <c>spec.template.spec.nodeSelector</c>; the kind, where it is the whole object.</param>
/// <param name="Why">Why it has no effect here, in words.</param>
public sealed record Unenforced(ObjectKey Key, string What, string Why);
