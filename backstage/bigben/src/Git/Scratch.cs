namespace BigBen.Git;

/// <summary>A temporary folder which is gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("big-ben-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
