using System.Text;

namespace BigBen.Kubelet.Configuration;

/// <summary>Kubernetes' <c>$(NAME)</c> in values, commands and arguments.</summary>
internal static class VariableExpansion
{
    /// <summary>Replaces <c>$(NAME)</c>: an unknown name stays as it is, <c>$$</c> is a dollar sign.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
                continue;
            }

            var end = text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
            if (end < 0)
            {
                result.Append('$');
                continue;
            }

            result.Append(variables.TryGetValue(text[(i + 2)..end], out var value) ? value : text[i..(end + 1)]);
            i = end;
        }

        return result.ToString();
    }
}
