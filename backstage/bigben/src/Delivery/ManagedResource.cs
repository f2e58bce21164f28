using BigBen.Manifests;

namespace BigBen.Delivery;

/// <summary>An object of an Application, as git says and as it runs.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Target">As git says; null where git no longer has it.</param>
/// <param name="Live">As it runs; null where it does not.</param>
public sealed record ManagedResource(ObjectKey Key, Manifest? Target, Manifest? Live);
