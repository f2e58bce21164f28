namespace BigBen.Manifests.Specs.Volumes;

/// <summary>Where a container finds a volume of its pod.</summary>
/// <param name="Volume">The volume's name.</param>
/// <param name="MountPath">The path in the container.</param>
/// <param name="SubPath">The part of the volume that is meant, with <c>$(NAME)</c> where <c>subPathExpr</c> has it; empty for all.</param>
/// <param name="ReadOnly">Whether the container may only read.</param>
internal sealed record VolumeMountSpec(string Volume, string MountPath, string SubPath, bool ReadOnly)
{
    /// <summary>
    /// The variable that holds the folder on this machine: <c>MOUNT_</c> and the path in upper case, whatever is not a letter or digit as
    /// <c>_</c>. It is <c>MOUNT_VAR_LIB_DATA</c> for <c>/var/lib/data</c>.
    /// </summary>
    public string Variable => $"MOUNT_{string.Concat(MountPath.Trim('/').Select(Letter))}";

    /// <exception cref="PlatformException">It is none.</exception>
    public static VolumeMountSpec Read(Fields mount)
    {
        mount.Accept("mountPropagation", "recursiveReadOnly");
        var result = new VolumeMountSpec(
            mount.RequiredText("name"),
            mount.RequiredText("mountPath"),
            SubPathOf(mount),
            mount.Flag("readOnly"));
        mount.End();
        return result;
    }

    private static char Letter(char letter) => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_';

    // What is not an expression means what it says.
    private static string SubPathOf(Fields mount) => mount.Text("subPath") is { Length: > 0 } path
        ? path.Replace("$", "$$", StringComparison.Ordinal)
        : mount.Text("subPathExpr") ?? "";
}
