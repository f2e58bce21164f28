namespace BigBen.Pipeline.Building.Projects;

/// <summary>A path that a project file names.</summary>
/// <param name="Path">From the top of the repository where it begins with a slash.</param>
/// <param name="Element">The element that has it: paths of an <c>Import</c> begin at the file itself, all others at the project.</param>
/// <param name="IsKnown">False where only an evaluation by MSBuild could tell what it is.</param>
/// <param name="IsIncluded">Whether an item includes it, whatever the item is called, and not a property or a text.</param>
internal sealed record ProjectPath(string Path, string Element, bool IsKnown, bool IsIncluded)
{
    // What names files; other items hold names of packages and the like.
    private static readonly HashSet<string> FileItems =
        ["Import", "ProjectReference", "Compile", "Content", "None", "EmbeddedResource", "AdditionalFiles", "Analyzer", "Protobuf"];

    /// <summary>Whether it is of another file that goes into this one.</summary>
    public bool IsImport => Element == "Import";

    /// <summary>Whether it is one of the items that are files, and not a text that may be a path or not.</summary>
    public bool IsFile => FileItems.Contains(Element);

    /// <summary>Whether it stands for several files: of an item of files, or of any other item in another folder.</summary>
    public bool IsGlob => Path.AsSpan().ContainsAny('*', '?') && (IsFile || (IsIncluded && Path.Contains('/')));
}
