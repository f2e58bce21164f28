using BigBen.Tests.Foundation.Processes;

namespace BigBen.Tests.Git;

/// <summary>A folder of a test, with a space in its path, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() =>
        Path = Directory.CreateTempSubdirectory("bigben-test-").CreateSubdirectory("a folder").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Copies one of its files to another place in it.</summary>
    public void Copy(string from, string to) => Write(to, File.ReadAllText(this[from]));

    /// <summary>A file that can be run: a script with its first line, or a hook.</summary>
    public string WriteProgram(string name, string text)
    {
        var file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        TestProgram.Write(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
