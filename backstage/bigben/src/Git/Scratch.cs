namespace BigBen.Git;

/// <summary>A temporary folder which is gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("big-ben-");

    public void Dispose() => folder.Delete(recursive: true);

    public string File(string name) => Path.Combine(folder.FullName, name);
}
