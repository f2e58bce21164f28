namespace BigBen.Kubernetes.Proving;

/// <summary>A URL that answered with the expected version.</summary>
/// <param name="Application">The Application it belongs to.</param>
/// <param name="Url">The URL.</param>
/// <param name="Version">The version that it answered.</param>
public sealed record Proof(string Application, string Url, string Version)
{
    /// <summary>What so many of them are worth saying.</summary>
    public static string Summary(int count) =>
        count == 1 ? "1 URL answers with its version" : $"{count} URLs answer with their versions";
}
