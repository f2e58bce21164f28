namespace BigBen.Bench;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bigben-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
