namespace BigBen.Git.Refs;

/// <summary>
/// A ref as git's files keep it once it has been moved (gitrepository-layout(5)): a file of its own, which goes before <c>packed-refs</c>
/// and is replaced as a whole. To look into it takes no process.
/// </summary>
internal static class LooseRef
{
    /// <summary>The object that a ref leads to; null where only git can tell: the ref is packed, symbolic, or not kept in files.</summary>
    /// <param name="repository">The repository's git folder.</param>
    /// <param name="name">The ref's full name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> ReadAsync(string repository, string name, CancellationToken cancellationToken)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(Path.Combine(repository, name), cancellationToken)).TrimEnd('\n');
            return text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower) ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
