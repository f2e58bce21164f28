namespace BigBen.Bench;

/// <summary>Requests that differ by a number, which counts from 1.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">A format of Lua's for path and query: <c>/users/%d</c>.</param>
/// <param name="Body">Such a format for the JSON that is sent; null for none.</param>
/// <param name="Count">After how many the number begins again; 1 for a request that is always the same.</param>
internal sealed record Requests(string Method, string Path, string? Body = null, int Count = 1)
{
    /// <summary>What tells wrk's script of them.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["BENCH_METHOD"] = Method,
        ["BENCH_PATH"] = Path,
        ["BENCH_BODY"] = Body,
        ["BENCH_COUNT"] = $"{Count}",
    };
}
