using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>Finds where in the values files something wrong was written.</summary>
/// <param name="files">The files.</param>
internal sealed class ValueLines(IReadOnlyList<ValuesFile> files)
{
    /// <summary>The file and line, in brackets, where exactly one key or value of the files is this text; else empty.</summary>
    public string Find(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var places = files.SelectMany(file => file.LinesOf(text).Select(line => (file.Path, Line: line))).Take(2).ToList();
        return places is [var (path, line)] ? $" ({path}, line {line})" : "";
    }
}
