namespace BigBen.Manifests;

/// <summary>The comments by which Helm tells which template each document of its output came from.</summary>
internal sealed class TemplateComments
{
    private const string Mark = "# Source: ";

    private readonly List<(int Line, string Template)> _comments = [];

    private TemplateComments()
    {
    }

    /// <summary>Finds them in a text; there are none in one that Helm did not write.</summary>
    public static TemplateComments Of(string yaml)
    {
        var found = new TemplateComments();
        var line = 0;
        foreach (var text in yaml.AsSpan().EnumerateLines())
        {
            line++;
            if (text.StartsWith(Mark))
                found._comments.Add((line, text[Mark.Length..].Trim().ToString()));
        }

        return found;
    }

    /// <summary>The template of the document that begins at a line, counted from 1; null where none is told.</summary>
    public string? At(int line) => _comments.FindLast(comment => comment.Line <= line).Template;
}
