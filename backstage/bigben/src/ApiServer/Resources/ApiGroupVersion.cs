namespace BigBen.ApiServer.Resources;

/// <summary>One version of an API group.</summary>
/// <param name="Group">The group's name; empty for the core one.</param>
/// <param name="Version">The version.</param>
/// <param name="Resources">What it serves, by plural.</param>
internal sealed record ApiGroupVersion(string Group, string Version, IReadOnlyList<ApiResource> Resources)
{
    /// <summary>As it stands in <c>apiVersion</c>.</summary>
    public string Name => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
