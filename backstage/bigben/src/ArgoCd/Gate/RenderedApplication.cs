using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>An Application as a commit would have it.</summary>
/// <param name="Application">What its spec asks for.</param>
/// <param name="Objects">What its chart makes of it.</param>
/// <param name="EncryptedSecrets">The Secrets that are encrypted beside its values: the keys of each, by its name.</param>
internal sealed record RenderedApplication(
    Application Application,
    IReadOnlyList<Manifest> Objects,
    IReadOnlyDictionary<string, IReadOnlyList<string>> EncryptedSecrets);
