using System.Text.RegularExpressions;
using BigBen.Secrets.Sops;

namespace BigBen.Secrets;

/// <summary>Who new files are encrypted to: the creation rules in <c>.sops.yaml</c> at the root of the clone.</summary>
internal static class SopsRules
{
    /// <summary>The file.</summary>
    public const string FileName = ".sops.yaml";

    /// <summary>The recipients and the encrypted keys of the first rule that a path matches, as with sops.</summary>
    /// <param name="root">The clone.</param>
    /// <param name="path">The file to be encrypted, from there.</param>
    /// <returns>Null where there is no <c>.sops.yaml</c>; <c>Other</c> is what the rule names besides age.</returns>
    /// <exception cref="PlatformException">No rule matches, or the one that does names no age recipient.</exception>
    public static (IReadOnlyList<string> Recipients, string EncryptedRegex, string? Other)? For(string root, string path)
    {
        var file = Path.Combine(root, FileName);
        if (!File.Exists(file))
            return null;
        var rules = YamlReader.FirstMap(File.ReadAllText(file), FileName)?["creation_rules"] as JsonArray;
        var rule = (rules ?? []).OfType<JsonObject>().FirstOrDefault(rule => Matches(rule, path))
            ?? throw new PlatformException($"No rule of {FileName} matches {path}; add one with its age recipients.");
        var recipients = RecipientsOf(rule["age"]);
        if (recipients.Count == 0)
            throw new PlatformException($"The rule of {FileName} that matches {path} names no age recipient (age: age1…); add one.");
        return (recipients, PatternOf(rule, "encrypted_regex")?.ToString() ?? SopsFile.SecretValues, SopsFile.OtherThanAge(rule));
    }

    /// <summary>Writes a first <c>.sops.yaml</c>.</summary>
    public static void Create(string root, string recipient) => AtomicFile.Write(
        Path.Combine(root, FileName),
        $"""
        # Who can decrypt what is in git; sops and big-ben.sh secret read it. More recipients: age1…,age1…, then secret rotate each file.
        creation_rules:
        - path_regex: (^|/)app/[^/]+/deploy-config/[^/]+/secrets\.yaml$
          encrypted_regex: {SopsFile.SecretValues}
          age: {recipient}

        """.ReplaceLineEndings("\n"));

    private static bool Matches(JsonObject rule, string path) =>
        PatternOf(rule, "path_regex")?.IsMatch(path) is not false;

    private static Regex? PatternOf(JsonObject rule, string field)
    {
        try
        {
            return rule[field] is { } pattern ? new Regex($"{pattern}", RegexOptions.None, TimeSpan.FromSeconds(1)) : null;
        }
        catch (ArgumentException e)
        {
            throw new PlatformException($"The {field} of a rule of {FileName} is not a regular expression: {e.Message}. Fix it.", e);
        }
    }

    private static IReadOnlyList<string> RecipientsOf(JsonNode? age) =>
    [
        .. (age is JsonArray list ? list.Select(item => $"{item}") : $"{age}".Split(','))
            .Select(recipient => recipient.Trim()).Where(recipient => recipient.Length > 0),
    ];
}
