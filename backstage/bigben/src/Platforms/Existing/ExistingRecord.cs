using System.Security.Cryptography;
using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Existing;

/// <summary>
/// What a state folder's platform in a cluster that was there before was asked to be. Written before anything is made there, so that
/// whatever a killed run left is found; what is ours is told by the label <see cref="Ownership.Label"/> with <paramref name="Platform"/>.
/// </summary>
/// <param name="Platform">The platform's own name, which no other has.</param>
/// <param name="Context">The context of the user's kubeconfig.</param>
/// <param name="Source">The hosted repository.</param>
/// <param name="Registry">The registry and the path in it.</param>
/// <param name="Domain">What every host ends in.</param>
/// <param name="Port">The port that every host is served on.</param>
/// <param name="IngressClass">The class of the cluster's ingress controller; empty for the one of the services' values.</param>
/// <param name="InstallsArgoCd">Whether Argo CD is installed with it.</param>
/// <param name="ArgoCdNamespace">Where Argo CD is; empty until it is found, when nothing has been made yet.</param>
/// <param name="PullSecret">The Secret that images are pulled with; empty for none.</param>
internal sealed record ExistingRecord(
    string Platform, string Context, string Source, string Registry, string Domain, int Port, string IngressClass, bool InstallsArgoCd,
    string ArgoCdNamespace = "", string PullSecret = "")
{
    /// <summary>
    /// The environments, each a namespace; those that are no more stay among them, so that what was made for them is found.
    /// </summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>The kubeconfig that the user named, a full path; empty for the user's own, as kubectl finds it.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>The state folder that it was written into, without links; null where a version before this one wrote it.</summary>
    public string? Folder { get; init; }

    /// <summary>A name for a platform, which no other has: people's state folders may have the same path.</summary>
    public static string NewName() => $"big-ben-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>Reads the record of a state folder; null where there is none.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static ExistingRecord? Read(StateFolder state) => StateFolder.ReadRecord<ExistingRecord>(
        FileOf(state),
        $"delete what has the label {Ownership.Label} in the cluster with kubectl, remove the folder '{state.Path}' and start over");

    /// <summary>As <see cref="Read"/>; null also where it came with a copy of another state folder, whose platform it is.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static ExistingRecord? ReadOwn(StateFolder state) =>
        Read(state) is { } record && record.OriginalOf(state) is null ? record : null;

    /// <summary>
    /// The state folder whose platform this is, where <paramref name="state"/> is a copy of it; null where it is its own, or was moved.
    /// </summary>
    /// <exception cref="PlatformException">The original's record is damaged.</exception>
    public string? OriginalOf(StateFolder state) =>
        state.IsOther(Folder) && Read(new StateFolder(Folder))?.Platform == Platform ? Folder : null;

    /// <summary>Writes it.</summary>
    public void Write(StateFolder state) => AtomicFile.Write(FileOf(state), ToJson(RealPath.Of(state.Path)));

    // By what the list holds, not by which list it is; and wherever it was written.
    public bool Equals(ExistingRecord? other) => other?.ToJson(null) == ToJson(null);

    public override int GetHashCode() => ToJson(null).GetHashCode(StringComparison.Ordinal);

    /// <summary>Its file.</summary>
    public static string FileOf(StateFolder state) => Path.Combine(state.Path, "existing", "platform.json");

    private string ToJson(string? folder) => JsonSerializer.Serialize(this with { Folder = folder }, JsonSerializerOptions.Web);
}
